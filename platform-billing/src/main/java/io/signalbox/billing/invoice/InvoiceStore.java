package io.signalbox.billing.invoice;

import static java.time.ZoneOffset.UTC;

import io.signalbox.db.UnnestColumns;
import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Invoices, their lines and whose charges they are. The database refuses changes of what is issued. */
public final class InvoiceStore {

    private static final String TENANTS = """
            SELECT t.tenant_id, t.reporting_zone FROM tenant t
            WHERE EXISTS (SELECT FROM charge c WHERE c.tenant_id = t.tenant_id) OR EXISTS (SELECT FROM billing_plan p WHERE p.tenant_id = t.tenant_id)
            ORDER BY 1
            """;
    private static final String DRAFT = """
            INSERT INTO invoice (tenant_id, id, kind, subject, period, zone, starts_at, ends_at, state, total_nanos, credits_nanos, due_nanos, reason, drawn_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', 0, 0, 0, $9, $10)
            ON CONFLICT (tenant_id, period) WHERE kind = 'invoice' DO NOTHING
            """;
    private static final String OF_PERIOD =
            "SELECT * FROM invoice WHERE tenant_id = $1 AND period = $2 AND kind = 'invoice' FOR UPDATE";
    private static final String LOCKED = "SELECT * FROM invoice WHERE tenant_id = $1 AND id = $2 FOR UPDATE";
    private static final String FIND = "SELECT * FROM invoice WHERE tenant_id = $1 AND id = $2";
    private static final String LIST =
            "SELECT * FROM invoice WHERE tenant_id = $1 ORDER BY period DESC, drawn_at DESC, id DESC LIMIT 1000";
    private static final String NOTES =
            "SELECT * FROM invoice WHERE tenant_id = $1 AND subject = $2 ORDER BY drawn_at, id LIMIT 1000";
    private static final String BILLED_TO = "SELECT billed_to FROM invoice WHERE tenant_id = $1 AND id = $2";
    private static final String LINES =
            "SELECT * FROM invoice_line WHERE tenant_id = $1 AND invoice_id = $2 ORDER BY line";
    private static final String NO_LINES = "DELETE FROM invoice_line WHERE tenant_id = $1 AND invoice_id = $2";
    private static final String ADD_LINES = """
            INSERT INTO invoice_line (tenant_id, invoice_id, line, app_id, model, meter, direct, late, tokens, amount_nanos)
            SELECT $8, $9, row_number() OVER (), l.* FROM unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::bool[], $6::int8[], $7::int8[]) AS l
            """;
    private static final String SUMS = """
            UPDATE invoice SET total_nanos = $3, credits_nanos = $4, due_nanos = $5, drawn_at = $6 WHERE tenant_id = $1 AND id = $2
            """;
    private static final String ISSUE = """
            UPDATE invoice SET state = 'issued', number = $3, issued_at = $4,
              billed_to = coalesce((SELECT to_jsonb(p) - 'tenant_id' - 'updated_by' FROM billing_profile p WHERE p.tenant_id = $1), '{}')
            WHERE tenant_id = $1 AND id = $2
            """;
    private static final String NEXT_NUMBER = "UPDATE invoice_counter SET last = last + 1 RETURNING last";
    private static final String CREDITED =
            "SELECT coalesce(-sum(total_nanos), 0)::int8 FROM invoice WHERE tenant_id = $1 AND subject = $2";
    private static final String SETTLE = """
            UPDATE invoice SET state = $3, settled_at = $4 WHERE tenant_id = $1 AND id = $2 AND state = 'issued'
            """;

    /** A tenant to be billed, and where it lives. */
    record Payer(TenantId tenant, ZoneId zone) {}

    @CrossTenant("a run draws every tenant's invoice")
    Future<List<Payer>> payers(SqlClient tx) {
        return tx.query(TENANTS)
                .execute()
                .map(rows -> rows.stream()
                        .map(row -> new Payer(new TenantId(row.getString(0)), ZoneId.of(row.getString(1))))
                        .toList());
    }

    /** Makes an empty draft, unless the period has an invoice. */
    Future<Void> insert(TenantId tenant, SqlClient tx, Invoice invoice) {
        return tx.preparedQuery(DRAFT)
                .execute(Tuple.tuple()
                        .addValue(tenant.value())
                        .addValue(invoice.id())
                        .addValue(invoice.kind().wireName())
                        .addValue(invoice.subject().orElse(null))
                        .addValue(invoice.month().toString())
                        .addValue(invoice.period().zone().getId())
                        .addValue(time(invoice.period().startsAt()))
                        .addValue(time(invoice.period().endsAt()))
                        .addValue(invoice.reason())
                        .addValue(time(invoice.drawnAt())))
                .mapEmpty();
    }

    /** The invoice of a period, locked; there must be one. */
    Future<Invoice> lockOfPeriod(TenantId tenant, SqlClient tx, YearMonth month) {
        return tx.preparedQuery(OF_PERIOD)
                .execute(Tuple.of(tenant.value(), month.toString()))
                .map(rows -> read(rows.iterator().next()));
    }

    Future<Optional<Invoice>> lock(TenantId tenant, SqlClient tx, String id) {
        return tx.preparedQuery(LOCKED)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> rows.stream().findFirst().map(InvoiceStore::read));
    }

    public Future<Optional<Invoice>> find(TenantId tenant, SqlClient tx, String id) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> rows.stream().findFirst().map(InvoiceStore::read));
    }

    /** Newest period first, at most 1000. */
    public Future<List<Invoice>> list(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(LIST)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.stream().map(InvoiceStore::read).toList());
    }

    /** The credit notes about an invoice, oldest first, at most 1000. */
    public Future<List<Invoice>> notes(TenantId tenant, SqlClient tx, String id) {
        return tx.preparedQuery(NOTES)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> rows.stream().map(InvoiceStore::read).toList());
    }

    /** Whom an invoice was issued to; empty while it is a draft, or when nobody had said it by then. */
    public Future<Optional<BilledTo>> billedTo(TenantId tenant, SqlClient tx, String id) {
        return tx.preparedQuery(BILLED_TO)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> row.getJsonObject(0))
                        .filter(profile -> profile.containsKey("legal_name"))
                        .map(profile -> new BilledTo(
                                profile.getString("legal_name"),
                                profile.getString("address"),
                                profile.getString("tax_id"),
                                profile.getString("email"),
                                profile.getString("reference"))));
    }

    /** In the order in which they are printed. */
    public Future<List<InvoiceLine>> lines(TenantId tenant, SqlClient tx, String id) {
        return tx.preparedQuery(LINES).execute(Tuple.of(tenant.value(), id)).map(InvoiceStore::readLines);
    }

    /** Gives a draft these lines and sums instead of those it has. */
    Future<Void> draw(TenantId tenant, SqlClient tx, String id, List<InvoiceLine> lines, Money due, Instant now) {
        Money total = lines.stream().map(InvoiceLine::amount).reduce(Money.ZERO, Money::plus);
        Tuple columns = new UnnestColumns<>(lines)
                .text(InvoiceLine::app)
                .text(InvoiceLine::model)
                .text(InvoiceLine::meter)
                .flag(InvoiceLine::direct)
                .flag(InvoiceLine::late)
                .number(InvoiceLine::tokens)
                .number(line -> line.amount().nanos())
                .tuple()
                .addValue(tenant.value())
                .addValue(id);
        return tx.preparedQuery(NO_LINES)
                .execute(Tuple.of(tenant.value(), id))
                .compose(done -> tx.preparedQuery(ADD_LINES).execute(columns))
                .compose(done -> tx.preparedQuery(SUMS)
                        .execute(Tuple.of(
                                        tenant.value(),
                                        id,
                                        total.nanos(),
                                        total.minus(due).nanos(),
                                        due.nanos())
                                .addValue(time(now))))
                .mapEmpty();
    }

    /** Numbers a draft and freezes it. Only over all tenants: the numbers are the installation's. */
    Future<Void> issue(TenantId tenant, SqlClient tx, String id, Instant now) {
        return tx.query(NEXT_NUMBER)
                .execute()
                .compose(rows -> tx.preparedQuery(ISSUE)
                        .execute(Tuple.of(
                                tenant.value(), id, rows.iterator().next().getLong(0), time(now))))
                .mapEmpty();
    }

    /** What credit notes have given back of an invoice. */
    Future<Money> credited(TenantId tenant, SqlClient tx, String id) {
        return tx.preparedQuery(CREDITED)
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> new Money(rows.iterator().next().getLong(0)));
    }

    /** Answers whether it was issued and is now in {@code state}, paid or void. */
    public Future<Boolean> settle(TenantId tenant, SqlClient tx, String id, Invoice.State state, Instant now) {
        return tx.preparedQuery(SETTLE)
                .execute(Tuple.of(tenant.value(), id, state.wireName(), time(now)))
                .map(result -> result.rowCount() == 1);
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(UTC);
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static Invoice read(Row row) {
        return new Invoice(
                row.getString("id"),
                Invoice.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString("subject")),
                new BillingMonth(YearMonth.parse(row.getString("period")), ZoneId.of(row.getString("zone"))),
                Invoice.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getLong("number")),
                new Money(row.getLong("total_nanos")),
                new Money(row.getLong("credits_nanos")),
                new Money(row.getLong("due_nanos")),
                row.getString("reason"),
                row.getOffsetDateTime("drawn_at").toInstant(),
                time(row, "issued_at"),
                time(row, "settled_at"));
    }

    private static List<InvoiceLine> readLines(RowSet<Row> rows) {
        List<InvoiceLine> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(new InvoiceLine(
                row.getString("app_id"),
                row.getString("model"),
                row.getString("meter"),
                row.getBoolean("direct"),
                row.getBoolean("late"),
                row.getLong("tokens"),
                new Money(row.getLong("amount_nanos")))));
        return lines;
    }
}
