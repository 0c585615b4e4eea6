package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.money.Money;
import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The nodes that hold leases, which of their lives is the present one, and when PostgreSQL heard of them last. */
public final class NodeStore {

    private static final String BOOT = """
            INSERT INTO node (id, epoch, booted_at, seen_at) VALUES ($1, 1, $2, now())
            ON CONFLICT (id) DO UPDATE SET epoch = node.epoch + 1, booted_at = EXCLUDED.booted_at, seen_at = now()
            RETURNING epoch
            """;
    private static final String IS_CURRENT = "SELECT 1 FROM node WHERE id = $1 AND epoch = $2 FOR SHARE";
    private static final String SEEN = "UPDATE node SET seen_at = now() WHERE id = $1 AND epoch = $2";
    private static final String LIVE = "SELECT count(*) FROM node WHERE seen_at >= now() - make_interval(secs => $1)";

    /** A silent node has a new life that nobody leads, so that what may still be alive of it is granted nothing. */
    private static final String LOSE = """
            UPDATE node SET epoch = epoch + CASE WHEN seen_at < now() - make_interval(secs => $2) THEN 1 ELSE 0 END
            WHERE id = $1 RETURNING epoch - 1
            """;

    private static final String STANDING = """
            SELECT n.id, n.epoch, n.booted_at, n.seen_at, n.seen_at < now() - make_interval(secs => $1) AS silent,
              count(l.lease_id) AS leases, coalesce(sum(l.remaining_nanos), 0)::int8 AS held_nanos,
              coalesce(sum(l.remaining_nanos) FILTER (WHERE l.state = 'suspect' OR l.epoch < n.epoch), 0)::int8 AS stranded_nanos
            FROM node n LEFT JOIN lease l ON l.node_id = n.id AND l.state IN ('open', 'suspect')
            GROUP BY n.id ORDER BY n.seen_at DESC, n.id LIMIT 1000
            """;

    /** Begins a node's next life; from here on grants of the one before are refused. */
    @CrossTenant("a node serves every tenant")
    public Future<NodeEpoch> boot(SqlClient tx, String node, Instant at) {
        return tx.preparedQuery(BOOT)
                .execute(Tuple.of(node, at.atOffset(ZoneOffset.UTC)))
                .map(rows -> new NodeEpoch(node, rows.iterator().next().getLong(0)));
    }

    /** Whether this life is still the node's newest, and will be until the transaction ends. */
    @CrossTenant("a node serves every tenant")
    public Future<Boolean> isCurrent(SqlClient tx, NodeEpoch node) {
        return tx.preparedQuery(IS_CURRENT)
                .execute(Tuple.of(node.node(), node.epoch()))
                .map(rows -> rows.size() == 1);
    }

    /** Notes that the node lives. */
    @CrossTenant("a node serves every tenant")
    public Future<Void> seen(SqlClient tx, NodeEpoch node) {
        return tx.preparedQuery(SEEN)
                .execute(Tuple.of(node.node(), node.epoch()))
                .mapEmpty();
    }

    /** How many nodes were heard of within {@code longest}. */
    @CrossTenant("nodes share what is free")
    public Future<Integer> live(SqlClient tx, Duration longest) {
        return tx.preparedQuery(LIVE)
                .execute(Tuple.of(longest.toSeconds()))
                .map(rows -> rows.iterator().next().getLong(0).intValue());
    }

    /** The lives of a node that are lost: all before its present one, and that one too when it is silent. Empty when there is no such node. */
    @CrossTenant("a node serves every tenant")
    Future<Optional<NodeEpoch>> lost(SqlClient tx, String node, Duration longest) {
        return tx.preparedQuery(LOSE)
                .execute(Tuple.of(node, longest.toSeconds()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new NodeEpoch(node, rows.iterator().next().getLong(0))));
    }

    /** Every node with what it holds, those heard of last first, at most 1000. */
    @CrossTenant("a node serves every tenant")
    public Future<List<NodeStanding>> list(SqlClient tx) {
        return tx.preparedQuery(STANDING)
                .execute(Tuple.of(LeaseAuthority.SILENCE_MAX.toSeconds()))
                .map(rows -> {
                    List<NodeStanding> nodes = new ArrayList<>();
                    for (Row row : rows) {
                        nodes.add(new NodeStanding(
                                row.getString("id"),
                                row.getLong("epoch"),
                                row.getOffsetDateTime("seen_at").toInstant(),
                                row.getBoolean("silent"),
                                row.getLong("leases"),
                                new Money(row.getLong("held_nanos")),
                                new Money(row.getLong("stranded_nanos"))));
                    }
                    return nodes;
                });
    }
}
