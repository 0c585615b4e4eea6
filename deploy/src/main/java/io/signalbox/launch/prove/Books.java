package io.signalbox.launch.prove;

import io.signalbox.db.Database;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The accounts as PostgreSQL has them, asked for in queries of the proof's own: it would prove little to believe the product's checks. Blocks; a
 * query fails while PostgreSQL is dead.
 */
final class Books {

    private static final long SECONDS_MAX = 30;

    private final Database database;

    Books(Database database) {
        this.database = database;
    }

    /** One budget in one period. */
    record Period(String budgetId, String period, long limit, long spent, long held, long overrun) {}

    /** What was booked of one request, all attempts together. */
    record Booked(long events, long costNanos) {}

    /** Everything there is to judge, at one time. */
    record Snapshot(
            List<Period> periods,
            Map<String, Booked> requests,
            Map<String, Long> costOfKeys,
            Map<String, Long> estimatedOfKeys,
            long cost,
            long payable,
            long costOfHours,
            long events,
            long eventsOfHours,
            long openLeases,
            Map<String, Long> faults) {}

    /** Only means something while nothing moves. {@code leavers} are the keys whose estimated events are of streams that were left in the middle. */
    Snapshot snapshot(Set<String> leavers) {
        Map<String, Long> estimated = costByKey("estimated");
        estimated.keySet().retainAll(leavers);
        return new Snapshot(
                periods(),
                requests(),
                costByKey("%"),
                estimated,
                cost(),
                payable(),
                costOfHours(),
                events(),
                eventsOfHours(),
                openLeases(),
                Map.of(
                        "I4 every ledger transaction sums to zero", unbalancedTransactions(),
                        "I5 no attempt is booked twice", attemptsBookedTwice(),
                        "I3 what is unknown counts as all that was reserved", unknownBelowReservation(),
                        "I7 no event costs more than was reserved", overspentReservations()));
    }

    List<Period> periods() {
        List<Period> periods = new ArrayList<>();
        for (Row row : rows("SELECT p.budget_id, p.period, b.limit_nanos, p.spent_nanos, p.held_nanos, p.overrun_nanos"
                + " FROM budget_period p JOIN budget b ON b.id = p.budget_id")) {
            periods.add(new Period(
                    row.getString(0),
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5)));
        }
        return periods;
    }

    Map<String, Booked> requests() {
        Map<String, Booked> booked = new HashMap<>();
        for (Row row :
                rows("SELECT request_id, count(*), coalesce(sum(cost_nanos), 0)::int8 FROM usage_event GROUP BY 1")) {
            booked.put(row.getString(0), new Booked(row.getLong(1), row.getLong(2)));
        }
        return booked;
    }

    /** What the events of one key cost whose confidence is like {@code confidence}. */
    long costOfKey(String keyId, String confidence) {
        return number(
                "SELECT coalesce(sum(cost_nanos), 0)::int8 FROM usage_event WHERE key_id = $1 AND confidence LIKE $2",
                keyId,
                confidence);
    }

    private Map<String, Long> costByKey(String confidence) {
        Map<String, Long> costs = new HashMap<>();
        for (Row row : await(
                "SELECT key_id, coalesce(sum(cost_nanos), 0)::int8 FROM usage_event WHERE confidence LIKE $1 GROUP BY 1",
                Tuple.of(confidence))) {
            costs.put(row.getString(0), row.getLong(1));
        }
        return costs;
    }

    long cost() {
        return number("SELECT coalesce(sum(cost_nanos), 0)::int8 FROM usage_event");
    }

    long costOfConfidence(String confidence) {
        return number("SELECT coalesce(sum(cost_nanos), 0)::int8 FROM usage_event WHERE confidence = $1", confidence);
    }

    long events() {
        return number("SELECT count(*) FROM usage_event");
    }

    long attemptsBookedTwice() {
        return number(
                "SELECT count(*) FROM (SELECT FROM usage_event GROUP BY request_id, attempt HAVING count(*) > 1) twice");
    }

    long costOfHours() {
        return number("SELECT coalesce(sum(cost_nanos), 0)::int8 FROM usage_hour");
    }

    long eventsOfHours() {
        return number("SELECT coalesce(sum(events), 0)::int8 FROM usage_hour");
    }

    long unbalancedTransactions() {
        return number(
                "SELECT count(*) FROM (SELECT FROM ledger_entry GROUP BY transaction_id HAVING sum(amount_nanos) <> 0) x");
    }

    /** What the ledger says is owed to providers for use. */
    long payable() {
        return number("SELECT coalesce(-sum(e.amount_nanos), 0)::int8 FROM ledger_entry e JOIN ledger_transaction t"
                + " ON t.id = e.transaction_id WHERE t.kind = 'usage' AND e.account LIKE 'payable:%'");
    }

    /** Attempts that nobody can tell the use of must count as all that was reserved for them. */
    long unknownBelowReservation() {
        return number("SELECT count(*) FROM usage_event WHERE confidence = 'unknown' AND cost_nanos <> reserved_nanos");
    }

    long openLeases() {
        return number("SELECT count(*) FROM lease WHERE state NOT IN ('closed', 'written_off')");
    }

    long overspentReservations() {
        return number("SELECT count(*) FROM usage_event WHERE cost_nanos > reserved_nanos");
    }

    private long number(String sql, Object... given) {
        return await(sql, Tuple.from(given)).iterator().next().getLong(0);
    }

    private RowSet<Row> rows(String sql) {
        return await(sql, Tuple.tuple());
    }

    private RowSet<Row> await(String sql, Tuple given) {
        try {
            return database.acrossTenants(tx -> tx.preparedQuery(sql).execute(given))
                    .await(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException stuck) {
            throw new IllegalStateException("no answer to " + sql, stuck);
        }
    }
}
