package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which leases there are, by node and by attempt. Says nothing to be relied on without the lock of {@link LeaseStore}. */
final class NodeLeaseStore {

    private static final String OF_ATTEMPTS =
            "SELECT of_event, lease_id FROM lease WHERE of_event = ANY($1) ORDER BY 1, 2";

    private static final String HOLDING =
            "SELECT lease_id FROM lease WHERE node_id = $1 AND epoch <= $2 AND state IN ('open', 'suspect') ORDER BY 1 LIMIT $3";

    /** Leases of nodes that are silent, and of lives that a node has left behind without accounting for them, which are not suspect yet. */
    private static final String SILENT = """
            SELECT l.lease_id FROM lease l JOIN node n ON n.id = l.node_id
            WHERE l.state = 'open' AND (n.seen_at < now() - make_interval(secs => $1) OR l.epoch < n.epoch AND n.booted_at < now() - make_interval(secs => $1))
            ORDER BY 1 LIMIT $2
            """;

    private static final String HEARD_AGAIN = """
            SELECT l.lease_id FROM lease l JOIN node n ON n.id = l.node_id AND n.epoch = l.epoch
            WHERE l.state = 'suspect' AND n.seen_at >= now() - make_interval(secs => $1)
            ORDER BY 1 LIMIT $2
            """;

    private static final String HELD_OF_NODE = """
            SELECT node_id, state = 'suspect', sum(remaining_nanos)::int8 FROM lease
            WHERE state = 'suspect' OR state = 'open' AND node_id = $1 GROUP BY 1, 2
            """;

    /** What a node's leases hold, and whether they are suspect. */
    record HeldByNode(String node, boolean suspect, Money held) {}

    /** The leases of attempts from the time when each attempt had leases of its own, by event. */
    @CrossTenant("the node's journal settles leases of every tenant it served")
    Future<Map<String, List<LeaseId>>> ofAttempts(SqlClient tx, Collection<String> events) {
        return tx.preparedQuery(OF_ATTEMPTS)
                .execute(Tuple.tuple().addValue(events.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, List<LeaseId>> byEvent = new HashMap<>();
                    rows.forEach(row -> byEvent.computeIfAbsent(row.getString(0), any -> new ArrayList<>())
                            .add(new LeaseId(row.getString(1))));
                    return byEvent;
                });
    }

    /** Leases that hold money and were made in this life of the node or before, at most {@code most}. */
    @CrossTenant("a node's leases are of every tenant it served")
    Future<List<LeaseId>> holding(SqlClient tx, NodeEpoch upTo, int most) {
        return ids(tx, HOLDING, Tuple.of(upTo.node(), upTo.epoch(), most));
    }

    /** Open leases of nodes not heard of for so long, at most {@code most}. */
    @CrossTenant("a node's leases are of every tenant it served")
    Future<List<LeaseId>> silent(SqlClient tx, Duration longest, int most) {
        return ids(tx, SILENT, Tuple.of(longest.toSeconds(), most));
    }

    /** Suspect leases of nodes that were heard again, at most {@code most}. */
    @CrossTenant("a node's leases are of every tenant it served")
    Future<List<LeaseId>> heardAgain(SqlClient tx, Duration longest, int most) {
        return ids(tx, HEARD_AGAIN, Tuple.of(longest.toSeconds(), most));
    }

    /** What this node holds, and what every suspect one does. */
    @CrossTenant("a node's leases are of every tenant it served")
    Future<List<HeldByNode>> held(SqlClient tx, String node) {
        return tx.preparedQuery(HELD_OF_NODE).execute(Tuple.of(node)).map(rows -> {
            List<HeldByNode> held = new ArrayList<>();
            rows.forEach(
                    row -> held.add(new HeldByNode(row.getString(0), row.getBoolean(1), new Money(row.getLong(2)))));
            return held;
        });
    }

    private static Future<List<LeaseId>> ids(SqlClient tx, String sql, Tuple of) {
        return tx.preparedQuery(sql).execute(of).map(rows -> {
            List<LeaseId> ids = new ArrayList<>();
            rows.forEach(row -> ids.add(new LeaseId(row.getString(0))));
            return ids;
        });
    }
}
