package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.tenant.CrossTenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** The nodes that hold leases, and which of their lives is the present one. */
public final class NodeStore {

    private static final String BOOT = """
            INSERT INTO node (id, epoch, booted_at) VALUES ($1, 1, $2)
            ON CONFLICT (id) DO UPDATE SET epoch = node.epoch + 1, booted_at = EXCLUDED.booted_at
            RETURNING epoch
            """;
    private static final String IS_CURRENT = "SELECT 1 FROM node WHERE id = $1 AND epoch = $2 FOR SHARE";

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
}
