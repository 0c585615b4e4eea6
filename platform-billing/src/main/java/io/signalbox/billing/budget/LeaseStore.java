package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.db.UnnestColumns;
import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Budget periods and the leases out of them. Every transaction that moves money locks its periods first, ordered by their key, so none waits for another
 * in a circle; {@code held} always equals the sum of the open leases.
 */
public final class LeaseStore {

    private static final String LOCK = "SELECT * FROM lock_budget_periods($1)";
    private static final String HOLD = """
            WITH granted AS (
              INSERT INTO lease (lease_id, tenant_id, budget_id, period, granted_nanos, node_id, epoch)
              SELECT lease_id, tenant_id, budget_id, period, granted, $6, $7
              FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int8[])
                AS asked (lease_id, tenant_id, budget_id, period, granted)
              RETURNING budget_id, period, granted_nanos
            )
            UPDATE budget_period p SET held_nanos = p.held_nanos + sum.granted
            FROM (SELECT budget_id, period, sum(granted_nanos)::int8 AS granted FROM granted GROUP BY 1, 2) sum
            WHERE p.budget_id = sum.budget_id AND p.period = sum.period
            """;
    private static final String LOCK_OF_LEASES = """
            SELECT 1 FROM budget_period p
            WHERE (p.budget_id, p.period) IN (SELECT budget_id, period FROM lease WHERE lease_id = ANY($1))
            ORDER BY p.budget_id, p.period
            FOR UPDATE
            """;

    /** $1: leases that end; $2: those of them whose events were inserted in this transaction, whose cost is now spent. */
    private static final String SETTLE = """
            WITH closed AS (
              UPDATE lease SET state = 'closed' WHERE lease_id = ANY($1) AND state = 'open'
              RETURNING budget_id, period, granted_nanos
            ), moved AS (
              SELECT budget_id, period, granted_nanos AS held, 0::int8 AS spent, 0::int8 AS overrun FROM closed
              UNION ALL
              SELECT l.budget_id, l.period, 0, coalesce(e.cost_nanos, 0), greatest(coalesce(e.cost_nanos, 0) - e.reserved_nanos, 0)
              FROM lease l JOIN usage_event e ON e.event_id = l.lease_id WHERE l.lease_id = ANY($2) AND e.event_id = ANY($2)
            )
            UPDATE budget_period p
            SET held_nanos = p.held_nanos - sum.held, spent_nanos = p.spent_nanos + sum.spent, overrun_nanos = p.overrun_nanos + sum.overrun
            FROM (SELECT budget_id, period, sum(held)::int8 AS held, sum(spent)::int8 AS spent, sum(overrun)::int8 AS overrun
                  FROM moved GROUP BY 1, 2) sum
            WHERE p.budget_id = sum.budget_id AND p.period = sum.period
            RETURNING p.budget_id
            """;

    private static final String LOCK_BUDGETS = """
            SELECT 1 FROM budget_period WHERE budget_id = ANY($1) ORDER BY budget_id, period FOR UPDATE
            """;

    /** Closes what is there and leaves a tombstone where nothing is, so that a commit still under way can only fail. */
    private static final String ABANDON = """
            WITH closed AS (
              INSERT INTO lease AS known (lease_id, tenant_id, budget_id, period, granted_nanos, state, node_id, epoch)
              SELECT lease_id, tenant_id, budget_id, 'none', 0, 'closed', $4, $5
              FROM unnest($1::text[], $2::text[], $3::text[]) AS doubt (lease_id, tenant_id, budget_id)
              ON CONFLICT (lease_id, budget_id) DO UPDATE SET state = 'closed' WHERE known.state = 'open'
              RETURNING budget_id, period, granted_nanos
            )
            UPDATE budget_period p SET held_nanos = p.held_nanos - sum.held
            FROM (SELECT budget_id, period, sum(granted_nanos)::int8 AS held FROM closed GROUP BY 1, 2) sum
            WHERE p.budget_id = sum.budget_id AND p.period = sum.period
            RETURNING p.budget_id
            """;

    private static final String LOCK_ORPHANS = """
            SELECT 1 FROM budget_period p
            WHERE (p.budget_id, p.period) IN (SELECT budget_id, period FROM lease WHERE node_id = $1 AND epoch < $2 AND state = 'open')
            ORDER BY p.budget_id, p.period
            FOR UPDATE
            """;
    private static final String CLOSE_ORPHANS = """
            WITH closed AS (
              UPDATE lease SET state = 'closed' WHERE node_id = $1 AND epoch < $2 AND state = 'open'
              RETURNING budget_id, period, granted_nanos
            ), returned AS (
              UPDATE budget_period p SET held_nanos = p.held_nanos - sum.held
              FROM (SELECT budget_id, period, sum(granted_nanos)::int8 AS held FROM closed GROUP BY 1, 2) sum
              WHERE p.budget_id = sum.budget_id AND p.period = sum.period
            )
            SELECT count(*) FROM closed
            """;

    /**
     * For transactions that find every row by its key. A new installation's tables have no statistics yet, and plans made while they were small would
     * read them whole, slower with every row, until PostgreSQL analyzes them.
     */
    @CrossTenant("a setting of the transaction, about no tenant")
    public Future<Void> expectKeys(SqlClient tx) {
        return tx.query("SET LOCAL enable_seqscan = off").execute().mapEmpty();
    }

    /** Locks the present periods of budgets, made when they are new; a budget that no longer exists is not in the answer. */
    @CrossTenant("one batch holds money for requests of many tenants")
    Future<Map<BudgetId, PeriodBalance>> lock(SqlClient tx, Set<BudgetId> budgets) {
        Tuple ids = Tuple.of(budgets.stream().map(BudgetId::value).sorted().toArray(String[]::new));
        return tx.preparedQuery(LOCK).execute(ids).map(LeaseStore::balances);
    }

    /** Writes leases and holds their money; the periods must be locked by {@link #lock}. */
    @CrossTenant("one batch holds money for requests of many tenants")
    Future<Void> hold(SqlClient tx, NodeEpoch node, List<Grant> grants) {
        Tuple leases = new UnnestColumns<>(grants)
                .text(Grant::leaseId)
                .text(grant -> grant.tenant().value())
                .text(grant -> grant.budget().value())
                .text(Grant::period)
                .number(grant -> grant.amount().nanos())
                .tuple()
                .addValue(node.node())
                .addValue(node.epoch());
        return tx.preparedQuery(HOLD).execute(leases).mapEmpty();
    }

    /**
     * Ends leases: those in {@code closing} give back what they hold, and the costs of the events in {@code inserted}, all of them in {@code closing} too, are
     * spent. Repeating it changes nothing. Returns the budgets that moved.
     */
    @CrossTenant("the node's journal settles leases of every tenant it served")
    public Future<Set<BudgetId>> settle(SqlClient tx, Collection<String> closing, Collection<String> inserted) {
        String[] ends = closing.toArray(String[]::new);
        return tx.preparedQuery(LOCK_OF_LEASES)
                .execute(Tuple.of(ends))
                .compose(locked ->
                        tx.preparedQuery(SETTLE).execute(Tuple.tuple(List.of(ends, inserted.toArray(String[]::new)))))
                .map(LeaseStore::budgets);
    }

    /** Undoes leases whose commit was in doubt, whether they were written, never will be, or still might be. Returns the budgets that moved. */
    @CrossTenant("one batch holds money for requests of many tenants")
    Future<Set<BudgetId>> abandon(SqlClient tx, NodeEpoch node, List<Grant> doubtful) {
        String[] budgets = doubtful.stream().map(each -> each.budget().value()).toArray(String[]::new);
        Tuple leases = new UnnestColumns<>(doubtful)
                .text(Grant::leaseId)
                .text(grant -> grant.tenant().value())
                .text(grant -> grant.budget().value())
                .tuple()
                .addValue(node.node())
                .addValue(node.epoch());
        return tx.preparedQuery(LOCK_BUDGETS)
                .execute(Tuple.of(budgets))
                .compose(locked -> tx.preparedQuery(ABANDON).execute(leases))
                .map(LeaseStore::budgets);
    }

    /**
     * Closes what earlier lives of a node left open, at no cost. Only right once its whole journal is accounted for: what is open then has no intent
     * on disk, so nothing was sent for it. Returns how many.
     */
    @CrossTenant("a node's leases are of every tenant it served")
    public Future<Long> closeOrphans(SqlClient tx, NodeEpoch node) {
        Tuple earlier = Tuple.of(node.node(), node.epoch());
        return tx.preparedQuery(LOCK_ORPHANS)
                .execute(earlier)
                .compose(locked -> tx.preparedQuery(CLOSE_ORPHANS).execute(earlier))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Set<BudgetId> budgets(RowSet<Row> rows) {
        Set<BudgetId> budgets = new HashSet<>();
        rows.forEach(row -> budgets.add(new BudgetId(row.getString(0))));
        return budgets;
    }

    private static Map<BudgetId, PeriodBalance> balances(RowSet<Row> rows) {
        Map<BudgetId, PeriodBalance> balances = new HashMap<>();
        for (Row row : rows) {
            BudgetId id = new BudgetId(row.getString("id"));
            balances.put(
                    id,
                    new PeriodBalance(
                            id,
                            row.getString("name"),
                            BudgetScope.ofWireName(row.getString("scope")),
                            row.getString("period"),
                            new Money(row.getLong("limit_nanos")),
                            new Money(row.getLong("spent_nanos")),
                            new Money(row.getLong("held_nanos")),
                            Optional.ofNullable(row.getOffsetDateTime("resets_at"))
                                    .map(OffsetDateTime::toInstant)));
        }
        return balances;
    }
}
