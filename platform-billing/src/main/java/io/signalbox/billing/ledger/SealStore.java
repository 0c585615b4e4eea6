package io.signalbox.billing.ledger;

import io.signalbox.billing.ledger.LedgerSeals.Break;
import io.signalbox.billing.ledger.LedgerSeals.Head;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The seals of ledger transactions: appended in order, never changed. */
final class SealStore {

    private static final int PAGE = 1000;

    private static final String CONTENT = """
            t.kind, t.event_id, t.occurred_at, t.recorded_at,
              (SELECT string_agg(e.line || ' ' || e.account || ' ' || e.amount_nanos, E'\\n' ORDER BY e.line)
               FROM ledger_entry e WHERE e.transaction_id = t.id) AS entries
            """;
    private static final String PENDING = "SELECT t.tenant_id, t.id AS transaction_id, " + CONTENT + """
            FROM ledger_unsealed u JOIN ledger_transaction t ON t.tenant_id = u.tenant_id AND t.id = u.transaction_id
            ORDER BY t.tenant_id, t.recorded_at, t.id LIMIT $1
            """;
    private static final String HEADS = """
            SELECT DISTINCT ON (tenant_id) tenant_id, seq, hash FROM ledger_seal WHERE tenant_id = ANY($1) ORDER BY tenant_id, seq DESC
            """;
    private static final String INSERT = """
            INSERT INTO ledger_seal (tenant_id, seq, transaction_id, previous_hash, hash)
            SELECT * FROM unnest($1::text[], $2::int8[], $3::text[], $4::bytea[], $5::bytea[])
            """;
    private static final String DONE = """
            DELETE FROM ledger_unsealed u USING unnest($1::text[], $2::text[]) AS sealed (tenant_id, transaction_id)
            WHERE u.tenant_id = sealed.tenant_id AND u.transaction_id = sealed.transaction_id
            """;
    private static final String FOLLOWING =
            "SELECT s.tenant_id, s.seq, s.transaction_id, s.previous_hash, s.hash, t.id AS found, " + CONTENT + """
            FROM ledger_seal s LEFT JOIN ledger_transaction t ON t.tenant_id = s.tenant_id AND t.id = s.transaction_id
            WHERE s.tenant_id = $1 AND s.seq > $2 ORDER BY s.seq LIMIT 1000
            """;
    private static final String STRAYS = """
            SELECT id FROM ledger_transaction t
            WHERE tenant_id = $1 AND NOT EXISTS (SELECT FROM ledger_seal s WHERE s.tenant_id = $1 AND s.transaction_id = t.id)
              AND NOT EXISTS (SELECT FROM ledger_unsealed u WHERE u.tenant_id = $1 AND u.transaction_id = t.id)
            ORDER BY id LIMIT 1
            """;
    private static final String TENANTS = "SELECT DISTINCT tenant_id FROM ledger_transaction ORDER BY 1";

    /** Seals what waits, at most 1000 transactions, and answers how many. Only one at a time may do this: the chain has one end. */
    @CrossTenant("the job seals every tenant's book")
    Future<Long> sealPending(SqlClient tx) {
        return tx.preparedQuery(PENDING).execute(Tuple.of(PAGE)).compose(rows -> {
            List<LedgerLink> links = new ArrayList<>();
            rows.forEach(row -> links.add(link(row)));
            if (links.isEmpty()) {
                return Future.succeededFuture(0L);
            }
            String[] tenants =
                    links.stream().map(each -> each.tenant().value()).distinct().toArray(String[]::new);
            return tx.preparedQuery(HEADS)
                    .execute(Tuple.tuple().addValue(tenants))
                    .compose(heads -> append(tx, links, heads(heads)))
                    .map((long) links.size());
        });
    }

    private static Future<Void> append(SqlClient tx, List<LedgerLink> links, Map<String, Head> heads) {
        int count = links.size();
        String[] tenants = new String[count];
        Long[] numbers = new Long[count];
        String[] transactions = new String[count];
        Buffer[] previous = new Buffer[count];
        Buffer[] hashes = new Buffer[count];
        for (int i = 0; i < count; i++) {
            LedgerLink link = links.get(i);
            Head head = heads.getOrDefault(link.tenant().value(), Head.NONE);
            String hash = link.hash(head.seq() + 1, head.hash());
            tenants[i] = link.tenant().value();
            numbers[i] = head.seq() + 1;
            transactions[i] = link.transaction();
            previous[i] = bytes(head.hash());
            hashes[i] = bytes(hash);
            heads.put(tenants[i], new Head(head.seq() + 1, hash));
        }
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addValue(tenants)
                        .addValue(numbers)
                        .addValue(transactions)
                        .addValue(previous)
                        .addValue(hashes))
                .compose(done -> tx.preparedQuery(DONE)
                        .execute(Tuple.tuple().addValue(tenants).addValue(transactions)))
                .mapEmpty();
    }

    /** The tenants that have a book. */
    @CrossTenant("an operator verifies the whole installation")
    Future<List<TenantId>> tenants(SqlClient tx) {
        return tx.query(TENANTS)
                .execute()
                .map(rows ->
                        rows.stream().map(row -> new TenantId(row.getString(0))).toList());
    }

    /** The seals after {@code from}, a page of them, held against what they seal: the first break, or where the page ends. */
    Future<Walk> walk(TenantId tenant, SqlClient tx, Head from) {
        return tx.preparedQuery(FOLLOWING)
                .execute(Tuple.of(tenant.value(), from.seq()))
                .map(rows -> {
                    Head head = from;
                    for (Row row : rows) {
                        Optional<Break> broken = check(row, head);
                        if (broken.isPresent()) {
                            return new Walk(head, broken, true);
                        }
                        head = new Head(head.seq() + 1, hex(row, "hash"));
                    }
                    return new Walk(head, Optional.empty(), rows.size() < PAGE);
                });
    }

    /** A transaction that is neither sealed nor waiting for it, if there is one. */
    Future<Optional<String>> stray(TenantId tenant, SqlClient tx) {
        return tx.preparedQuery(STRAYS)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.stream().map(row -> row.getString(0)).findFirst());
    }

    /** How far a page led. */
    record Walk(Head head, Optional<Break> broken, boolean ended) {}

    private static Optional<Break> check(Row row, Head head) {
        long seq = head.seq() + 1;
        String id = row.getString("transaction_id");
        if (row.getLong("seq") != seq) {
            return Optional.of(new Break(seq, id, "the seal before this transaction is missing"));
        }
        if (!hex(row, "previous_hash").equals(head.hash())) {
            return Optional.of(new Break(seq, id, "its seal does not follow the one before"));
        }
        if (row.getString("found") == null) {
            return Optional.of(new Break(seq, id, "the transaction is missing"));
        }
        return link(row).hash(seq, head.hash()).equals(hex(row, "hash"))
                ? Optional.empty()
                : Optional.of(new Break(seq, id, "the transaction, its entries or its seal were changed"));
    }

    private static LedgerLink link(Row row) {
        return new LedgerLink(
                new TenantId(row.getString("tenant_id")),
                row.getString("transaction_id"),
                row.getString("kind"),
                Optional.ofNullable(row.getString("event_id")).orElse(""),
                row.getOffsetDateTime("occurred_at").toInstant(),
                row.getOffsetDateTime("recorded_at").toInstant(),
                Optional.ofNullable(row.getString("entries")).orElse(""));
    }

    private static Map<String, Head> heads(RowSet<Row> rows) {
        Map<String, Head> heads = new HashMap<>();
        rows.forEach(row -> heads.put(row.getString("tenant_id"), new Head(row.getLong("seq"), hex(row, "hash"))));
        return heads;
    }

    private static String hex(Row row, String column) {
        return HexFormat.of().formatHex(row.getBuffer(column).getBytes());
    }

    private static Buffer bytes(String hex) {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }
}
