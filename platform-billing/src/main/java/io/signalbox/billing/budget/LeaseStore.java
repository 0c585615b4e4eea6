package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.Balance;
import io.signalbox.billing.escrow.BudgetAccount;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.Lease;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.escrow.PeriodId;
import io.signalbox.db.UnnestColumns;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The authority's books: budget periods and the leases out of them, read under lock, changed by {@link BudgetAccount}'s rules and written back in the same
 * transaction. Every transaction that moves money locks its periods first, ordered by their key, so none waits for another in a circle.
 */
final class LeaseStore {

    private static final String LOCK_PERIODS = """
            SELECT p.budget_id, p.period, p.tenant_id, p.spent_nanos, p.held_nanos, p.overrun_nanos
            FROM budget_period p
            WHERE (p.budget_id, p.period) IN (
              SELECT b.id, at.period FROM budget b CROSS JOIN LATERAL budget_period_at(b, budget_now()) at
              WHERE b.id = ANY($1) AND b.state = 'active'
              UNION
              SELECT l.budget_id, l.period FROM lease l WHERE l.lease_id = ANY($2))
            ORDER BY p.budget_id, p.period
            FOR UPDATE
            """;

    /** Makes periods that are new, lets go of what a rolling window has left behind, and tells for how long what it says is good. */
    private static final String PRESENT = """
            SELECT now.id, b.tenant_id, now.period, now.limit_nanos, now.spent_nanos, now.held_nanos, 0::int8 AS overrun_nanos,
              now.resets_at,
              (extract(epoch FROM now.valid_until - budget_now()) * 1000000000)::int8 AS lasts_nanos
            FROM lock_budget_periods($1) now JOIN budget b ON b.id = now.id
            """;

    private static final String LEASES = """
            SELECT lease_id, budget_id, period, node_id, epoch, last_move, granted_sum_nanos, remaining_nanos, written_off_nanos, state
            FROM lease WHERE lease_id = ANY($1)
            """;

    /** By how much each moved, not to where: nothing that somebody else may change under the same lock is overwritten. */
    private static final String MOVE_PERIODS = """
            UPDATE budget_period p
            SET spent_nanos = p.spent_nanos + m.spent, held_nanos = p.held_nanos + m.held, overrun_nanos = p.overrun_nanos + m.overrun
            FROM unnest($1::text[], $2::text[], $3::int8[], $4::int8[], $5::int8[]) AS m (budget_id, period, spent, held, overrun)
            WHERE p.budget_id = m.budget_id AND p.period = m.period
            """;

    private static final String WRITE_LEASES = """
            INSERT INTO lease AS known (lease_id, budget_id, period, tenant_id, node_id, epoch, last_move, granted_sum_nanos, remaining_nanos,
              written_off_nanos, state)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int8[], $7::int8[], $8::int8[], $9::int8[],
              $10::int8[], $11::text[])
            ON CONFLICT (lease_id) DO UPDATE SET last_move = EXCLUDED.last_move, granted_sum_nanos = EXCLUDED.granted_sum_nanos,
              remaining_nanos = EXCLUDED.remaining_nanos, written_off_nanos = EXCLUDED.written_off_nanos, state = EXCLUDED.state
            WHERE known.period = EXCLUDED.period
            """;

    /**
     * For transactions that find every row by its key. A new installation's tables have no statistics yet, and plans made while they were small would
     * read them whole, slower with every row, until PostgreSQL analyzes them.
     */
    @CrossTenant("a setting of the transaction, about no tenant")
    Future<Void> expectKeys(SqlClient tx) {
        return tx.query("SET LOCAL enable_seqscan = off").execute().mapEmpty();
    }

    /** Locks the present periods of {@code budgets}, as far as these are active, and those of {@code leases}, as far as these are known. */
    @CrossTenant("one batch holds money for requests of many tenants")
    Future<LeaseBooks> lock(SqlClient tx, Set<BudgetId> budgets, Collection<LeaseId> leases) {
        String[] budgetIds = budgets.stream().map(BudgetId::value).sorted().toArray(String[]::new);
        String[] leaseIds = leases.stream().map(LeaseId::value).toArray(String[]::new);
        // One connection answers in order, so none of them waits for the one before.
        Future<RowSet<Row>> periods = tx.preparedQuery(LOCK_PERIODS)
                .execute(Tuple.tuple().addValue(budgetIds).addValue(leaseIds));
        Future<RowSet<Row>> present =
                tx.preparedQuery(PRESENT).execute(Tuple.tuple().addValue(budgetIds));
        Future<RowSet<Row>> known =
                tx.preparedQuery(LEASES).execute(Tuple.tuple().addValue(leaseIds));
        return Future.all(periods, present, known).map(read -> {
            Map<PeriodId, List<Lease>> byPeriod = leases(known.result());
            LeaseBooks books = new LeaseBooks();
            periods.result().forEach(row -> add(books, pastAccount(row, byPeriod), row, byPeriod));
            present.result().forEach(row -> addPresent(books, row, byPeriod));
            return books;
        });
    }

    /** As {@link #lock}, of leases alone, for what needs no present period. */
    @CrossTenant("the node's journal settles leases of every tenant it served")
    Future<LeaseBooks> lockOf(SqlClient tx, Collection<LeaseId> leases) {
        String[] leaseIds = leases.stream().map(LeaseId::value).toArray(String[]::new);
        Future<RowSet<Row>> periods = tx.preparedQuery(LOCK_PERIODS)
                .execute(Tuple.tuple().addValue(new String[0]).addValue(leaseIds));
        Future<RowSet<Row>> known =
                tx.preparedQuery(LEASES).execute(Tuple.tuple().addValue(leaseIds));
        return Future.all(periods, known).map(read -> {
            Map<PeriodId, List<Lease>> byPeriod = leases(known.result());
            LeaseBooks books = new LeaseBooks();
            periods.result().forEach(row -> add(books, pastAccount(row, byPeriod), row, byPeriod));
            return books;
        });
    }

    /**
     * Writes back what has moved in {@code books} since they were locked and returns the budgets whose money did. Fails with {@code UNAVAILABLE} when a lease that
     * was unknown then has since been opened in another period: an opening that was given up for lost arrived late, and whoever reads again will see it.
     */
    @CrossTenant("one batch holds money for requests of many tenants")
    Future<Set<BudgetId>> write(SqlClient tx, LeaseBooks books) {
        List<LeaseBooks.Movement> moved = books.movements();
        List<ChangedLease> leases = ChangedLease.all(books);
        Future<?> periods = moved.isEmpty()
                ? Future.succeededFuture()
                : tx.preparedQuery(MOVE_PERIODS).execute(columns(moved));
        Future<?> rows = leases.isEmpty()
                ? Future.succeededFuture()
                : tx.preparedQuery(WRITE_LEASES)
                        .execute(ChangedLease.columns(leases))
                        .compose(written -> written.rowCount() == leases.size()
                                ? Future.succeededFuture()
                                : Future.failedFuture(Fault.of(
                                        FaultCode.UNAVAILABLE,
                                        "Budgets cannot be checked at the moment; try again shortly.")));
        return Future.all(periods, rows)
                .map(done -> moved.stream().map(each -> each.id().budget()).collect(Collectors.toSet()));
    }

    private static Tuple columns(List<LeaseBooks.Movement> moved) {
        return new UnnestColumns<>(moved)
                .text(each -> each.id().budget().value())
                .text(each -> each.id().period())
                .number(LeaseBooks.Movement::spentNanos)
                .number(LeaseBooks.Movement::heldNanos)
                .number(LeaseBooks.Movement::overrunNanos)
                .tuple();
    }

    private static Map<PeriodId, List<Lease>> leases(RowSet<Row> rows) {
        Map<PeriodId, List<Lease>> byPeriod = new HashMap<>();
        for (Row row : rows) {
            Lease lease = new Lease(
                    new LeaseId(row.getString("lease_id")),
                    new NodeEpoch(row.getString("node_id"), row.getLong("epoch")),
                    row.getLong("last_move"),
                    new Money(row.getLong("granted_sum_nanos")),
                    new Money(row.getLong("remaining_nanos")),
                    new Money(row.getLong("written_off_nanos")),
                    Lease.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)));
            byPeriod.computeIfAbsent(period(row.getString("budget_id"), row), any -> new ArrayList<>())
                    .add(lease);
        }
        return byPeriod;
    }

    private static PeriodId period(String budget, Row row) {
        return new PeriodId(new BudgetId(budget), row.getString("period"));
    }

    /** One of which nothing more is granted: of a present period another read comes after this one. */
    private static BudgetAccount pastAccount(Row row, Map<PeriodId, List<Lease>> leases) {
        PeriodId id = period(row.getString("budget_id"), row);
        return new BudgetAccount(id, 0, balance(row, Money.ZERO), leases.getOrDefault(id, List.of()));
    }

    private static void addPresent(LeaseBooks to, Row row, Map<PeriodId, List<Lease>> leases) {
        PeriodId id = period(row.getString("id"), row);
        Long lasts = row.getLong("lasts_nanos");
        long lastsNanos = lasts == null ? BudgetAccount.FOR_EVER : lasts;
        Balance balance = balance(row, new Money(row.getLong("limit_nanos")));
        add(to, new BudgetAccount(id, lastsNanos, balance, leases.getOrDefault(id, List.of())), row, leases);
        OffsetDateTime resets = row.getOffsetDateTime("resets_at");
        if (resets != null) {
            to.resets(id.budget(), resets.toInstant());
        }
    }

    private static void add(LeaseBooks to, BudgetAccount account, Row row, Map<PeriodId, List<Lease>> leases) {
        List<LeaseId> ids = leases.getOrDefault(account.id(), List.of()).stream()
                .map(Lease::id)
                .toList();
        to.add(account, new TenantId(row.getString("tenant_id")), ids);
    }

    private static Balance balance(Row row, Money cap) {
        return new Balance(
                cap,
                new Money(row.getLong("spent_nanos")),
                new Money(row.getLong("held_nanos")),
                new Money(row.getLong("overrun_nanos")));
    }

    /** A lease to be written back. */
    private record ChangedLease(PeriodId period, TenantId tenant, Lease lease) {

        static List<ChangedLease> all(LeaseBooks books) {
            List<ChangedLease> changed = new ArrayList<>();
            for (BudgetAccount each : books.accounts()) {
                TenantId tenant = books.tenant(each.id().budget()).orElseThrow();
                each.changed().forEach(lease -> changed.add(new ChangedLease(each.id(), tenant, lease)));
            }
            return changed;
        }

        static Tuple columns(List<ChangedLease> changed) {
            return new UnnestColumns<>(changed)
                    .text(each -> each.lease().id().value())
                    .text(each -> each.period().budget().value())
                    .text(each -> each.period().period())
                    .text(each -> each.tenant().value())
                    .text(each -> each.lease().holder().node())
                    .number(each -> each.lease().holder().epoch())
                    .number(each -> each.lease().lastMove())
                    .number(each -> each.lease().granted().nanos())
                    .number(each -> each.lease().remaining().nanos())
                    .number(each -> each.lease().writtenOff().nanos())
                    .text(each -> each.lease().state().name().toLowerCase(Locale.ROOT))
                    .tuple();
        }
    }
}
