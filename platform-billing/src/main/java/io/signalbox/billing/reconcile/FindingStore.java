package io.signalbox.billing.reconcile;

import io.signalbox.billing.ledger.Reconciliation.Difference;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Findings and the budgets they freeze, and the checks of what was written lately. */
final class FindingStore {

    /** Reads whole rows, whatever columns they have: evidence is for people. */
    private static final String KEEP = """
            WITH seen AS (
              UPDATE reconciliation_finding SET seen_at = now(), expected = $4, actual = $5
              WHERE check_name = $2 AND subject = $3 AND cleared_at IS NULL
              RETURNING id
            )
            INSERT INTO reconciliation_finding (id, check_name, subject, expected, actual, whose, budget_id, evidence)
            SELECT $1, $2, $3, $4, $5, (SELECT tenant_id FROM budget WHERE id = $6), (SELECT id FROM budget WHERE id = $6),
              coalesce((SELECT jsonb_build_object('budget', to_jsonb(b),
                'periods', (SELECT jsonb_agg(to_jsonb(p)) FROM budget_period p WHERE p.budget_id = b.id),
                'leases', (SELECT jsonb_agg(to_jsonb(l)) FROM (SELECT * FROM lease WHERE budget_id = b.id ORDER BY granted_at DESC LIMIT 200) l))::text
                FROM budget b WHERE b.id = $6), '{}')
            WHERE NOT EXISTS (SELECT FROM seen)
            ON CONFLICT DO NOTHING
            RETURNING whose, budget_id
            """;

    private static final String FREEZE = """
            INSERT INTO budget_freeze (tenant_id, budget_id, finding_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
            """;

    private static final String OPEN = """
            SELECT * FROM reconciliation_finding WHERE cleared_at IS NULL ORDER BY found_at, id LIMIT 1000
            """;

    private static final String CLEAR = """
            UPDATE reconciliation_finding SET cleared_at = now(), cleared_note = $2 WHERE id = $1 AND cleared_at IS NULL
            RETURNING whose
            """;
    private static final String THAW = "DELETE FROM budget_freeze WHERE finding_id = $1";

    /** What the planner takes the number of events for: an estimate, which is all that is needed. */
    private static final String EVENTS =
            "SELECT greatest(reltuples, 0)::int8 FROM pg_class WHERE oid = 'usage_event'::regclass";

    private static final String LATELY = """
            WITH event AS (
              SELECT event_id, tenant_id, started_at, cost_nanos FROM usage_event WHERE recorded_at > now() - make_interval(secs => $1)
            ), posted AS (
              SELECT id FROM ledger_transaction WHERE recorded_at > now() - make_interval(secs => $1)
            ), touched AS (
              SELECT DISTINCT tenant_id, date_trunc('hour', started_at, 'UTC') AS hour FROM event
            ), compared (name, subject, expected, actual) AS (
              SELECT 'a ledger transaction sums to zero', p.id, 0::numeric, total.balance
              FROM posted p, LATERAL (SELECT sum(x.amount_nanos) AS balance FROM ledger_entry x WHERE x.transaction_id = p.id) total
              UNION ALL
              SELECT 'a ledger transaction has entries', p.id, 1, 0
              FROM posted p WHERE NOT EXISTS (SELECT FROM ledger_entry x WHERE x.transaction_id = p.id)
              UNION ALL
              SELECT 'an event is posted at its cost', e.event_id, coalesce(e.cost_nanos, 0), coalesce(total.debits, 0)
              FROM event e, LATERAL (
                SELECT sum(x.amount_nanos) AS debits FROM ledger_transaction t JOIN ledger_entry x ON x.transaction_id = t.id AND x.amount_nanos > 0
                WHERE t.event_id = e.event_id) total
              UNION ALL
              SELECT 'an hour adds up to its events', t.tenant_id || ' ' || to_char(t.hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24'),
                coalesce(e.cost, 0), coalesce(h.cost, 0)
              FROM touched t,
                LATERAL (SELECT coalesce(sum(u.cost_nanos), 0) + count(*) AS cost FROM usage_event u
                         WHERE u.tenant_id = t.tenant_id AND u.started_at >= t.hour AND u.started_at < t.hour + interval '1 hour') e,
                LATERAL (SELECT sum(u.cost_nanos + u.events) AS cost FROM usage_hour u WHERE u.tenant_id = t.tenant_id AND u.hour = t.hour) h
            )
            SELECT name, subject, expected::int8, actual::int8 FROM compared WHERE expected <> actual ORDER BY 1, 2 LIMIT 1000
            """;

    /** Whose budget was frozen just now, if it is a budget's. */
    record Kept(Optional<TenantId> tenant, Optional<String> budget) {}

    @CrossTenant("reconciliation is over the whole installation")
    Future<Long> events(SqlClient tx) {
        return tx.query(EVENTS).execute().map(rows -> rows.iterator().next().getLong(0));
    }

    /** What does not agree among what was written in the last {@code span}. */
    @CrossTenant("reconciliation is over the whole installation")
    Future<List<Difference>> lately(SqlClient tx, Duration span) {
        return tx.preparedQuery(LATELY)
                .execute(Tuple.of(span.toSeconds()))
                .map(rows -> rows.stream()
                        .map(row -> new Difference(row.getString(0), row.getString(1), row.getLong(2), row.getLong(3)))
                        .toList());
    }

    /** Keeps a difference as the finding {@code id}, with its evidence; empty when it is known and still open. */
    @CrossTenant("reconciliation is over the whole installation")
    Future<Optional<Kept>> keep(SqlClient tx, String id, Difference difference, Optional<String> budget) {
        return tx.preparedQuery(KEEP)
                .execute(Tuple.of(
                        id,
                        difference.check(),
                        difference.subject(),
                        difference.expected(),
                        difference.actual(),
                        budget.orElse(null)))
                .map(rows -> rows.stream().findFirst().map(row -> new Kept(tenant(row), budgetOf(row))));
    }

    Future<Void> freeze(TenantId tenant, SqlClient tx, String budget, String finding) {
        return tx.preparedQuery(FREEZE)
                .execute(Tuple.of(tenant.value(), budget, finding))
                .mapEmpty();
    }

    @CrossTenant("reconciliation is over the whole installation")
    Future<List<Finding>> open(SqlClient tx) {
        return tx.query(OPEN)
                .execute()
                .map(rows -> rows.stream()
                        .map(row -> new Finding(
                                row.getString("id"),
                                row.getString("check_name"),
                                row.getString("subject"),
                                row.getLong("expected"),
                                row.getLong("actual"),
                                budgetOf(row),
                                row.getString("evidence"),
                                row.getOffsetDateTime("found_at").toInstant()))
                        .toList());
    }

    /** A finding that is open no more, and whose it was if it was a tenant's. */
    record Cleared(Optional<TenantId> tenant) {}

    /** Clears a finding and thaws its budget; empty when there is no such open finding. */
    @CrossTenant("an operator clears what the installation found")
    Future<Optional<Cleared>> clear(SqlClient tx, String finding, String note) {
        return tx.preparedQuery(CLEAR)
                .execute(Tuple.of(finding, note))
                .compose(rows -> tx.preparedQuery(THAW)
                        .execute(Tuple.of(finding))
                        .map(rows.stream().findFirst().map(row -> new Cleared(tenant(row)))));
    }

    private static Optional<TenantId> tenant(Row row) {
        return Optional.ofNullable(row.getString("whose")).map(TenantId::new);
    }

    private static Optional<String> budgetOf(Row row) {
        return Optional.ofNullable(row.getString("budget_id"));
    }
}
