package io.signalbox.billing.ledger;

import io.signalbox.db.UnnestColumns;
import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The books, in the accounts of {@link AccountCode}. A usage event debits the tenant's {@code usage}, or {@code unconfirmed} while nobody can confirm it, and
 * credits {@code payable:<provider>}; what the tenant pays to the provider itself is only noted ({@code usage:direct}, {@code direct:<provider>}). The
 * database refuses a transaction that does not sum to zero, and every change. Does not dedupe by itself: callers post what they just inserted.
 */
public final class LedgerStore {

    /**
     * One statement, for the drain's way is as long as its round trips; accounts before transactions before entries, as foreign keys ask. The events
     * are looked up by their ids alone: joined to what was just posted, PostgreSQL's cached plan would walk whole tables once they have grown.
     */
    private static final String POST_EVENTS = """
            WITH event AS (
              SELECT 'ltx_' || regexp_replace(event_id, '^evt_', '') AS id, event_id, tenant_id, started_at, cost_nanos,
                CASE WHEN paid_directly THEN 'usage:direct' WHEN confidence = 'unknown' THEN 'unconfirmed' ELSE 'usage' END AS debit,
                CASE WHEN paid_directly THEN 'direct:' ELSE 'payable:' END || provider AS credit
              FROM usage_event WHERE event_id = ANY($1) AND cost_nanos > 0
            ), account AS (
              INSERT INTO ledger_account (tenant_id, code, kind)
              SELECT tenant_id, debit, CASE debit WHEN 'usage:direct' THEN 'memo' ELSE 'expense' END FROM event
              UNION SELECT tenant_id, credit, CASE WHEN credit LIKE 'direct:%' THEN 'memo' ELSE 'liability' END FROM event
              ORDER BY 1, 2
              ON CONFLICT (tenant_id, code) DO NOTHING
            ), posted AS (
              INSERT INTO ledger_transaction (id, tenant_id, kind, event_id, occurred_at)
              SELECT id, tenant_id, 'usage', event_id, started_at FROM event
            )
            INSERT INTO ledger_entry (transaction_id, line, tenant_id, account, amount_nanos)
            SELECT id, 1, tenant_id, debit, cost_nanos FROM event
            UNION ALL
            SELECT id, 2, tenant_id, credit, -cost_nanos FROM event
            """;

    private static final String ACCOUNTS = """
            INSERT INTO ledger_account (tenant_id, code, kind)
            SELECT DISTINCT $1, code, kind FROM unnest($2::text[], $3::text[]) AS accounts (code, kind)
            ORDER BY 2
            ON CONFLICT (tenant_id, code) DO NOTHING
            """;
    private static final String TRANSACTION =
            "INSERT INTO ledger_transaction (id, tenant_id, kind, occurred_at) VALUES ($1, $2, $3, $4)";
    private static final String ENTRIES = """
            INSERT INTO ledger_entry (transaction_id, line, tenant_id, account, amount_nanos)
            SELECT $3, line, $4, account, amount FROM unnest($1::text[], $2::int8[]) WITH ORDINALITY AS lines (account, amount, line)
            """;
    private static final String BALANCES = """
            SELECT account, sum(amount_nanos)::int8 FROM ledger_entry WHERE tenant_id = $1 GROUP BY account ORDER BY account
            """;

    /** Posts usage events that were inserted in this transaction; unpriced and free ones have nothing to post. */
    @CrossTenant("the node's journal holds the events of every tenant it served")
    public Future<Void> postUsage(SqlClient tx, Set<String> insertedEventIds) {
        String[] ids = insertedEventIds.toArray(String[]::new);
        return tx.preparedQuery(POST_EVENTS).execute(Tuple.of(ids)).mapEmpty();
    }

    /** Posts anything else; accounts are made as they are needed. Fails when the id was posted before. */
    public Future<Void> insert(TenantId tenant, SqlClient tx, Posting posting) {
        if (!posting.tenant().equals(tenant)) {
            throw new IllegalArgumentException("posting " + posting.id() + " is not of " + tenant);
        }
        UnnestColumns<Posting.Line> lines = new UnnestColumns<>(posting.lines());
        Tuple entries = lines.text(Posting.Line::account)
                .number(line -> line.amount().nanos())
                .tuple()
                .addValue(posting.id())
                .addValue(tenant.value());
        return tx.preparedQuery(ACCOUNTS)
                .execute(accounts(posting))
                .compose(done -> tx.preparedQuery(TRANSACTION)
                        .execute(Tuple.of(
                                posting.id(),
                                tenant.value(),
                                posting.kind(),
                                posting.occurredAt().atOffset(ZoneOffset.UTC))))
                .compose(done -> tx.preparedQuery(ENTRIES).execute(entries))
                .mapEmpty();
    }

    private static Tuple accounts(Posting posting) {
        List<String> codes =
                posting.lines().stream().map(Posting.Line::account).distinct().toList();
        return Tuple.of(posting.tenant().value())
                .addValue(codes.toArray(String[]::new))
                .addValue(codes.stream()
                        .map(code -> AccountCode.of(code).kind().wireName())
                        .toArray(String[]::new));
    }

    /** Every account's balance, by code: debits less credits. They sum to zero. */
    public Future<Map<String, Money>> balances(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(BALANCES).execute(Tuple.of(tenant.value())).map(rows -> {
            Map<String, Money> balances = new TreeMap<>();
            rows.forEach(row -> balances.put(row.getString(0), new Money(row.getLong(1))));
            return balances;
        });
    }
}
