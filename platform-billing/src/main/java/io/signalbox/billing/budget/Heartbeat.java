package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.db.Database;
import io.signalbox.money.Money;
import io.signalbox.telemetry.LogKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells PostgreSQL every {@link #EVERY} that this node lives, and learns what it holds and what money is stranded with nodes that have gone silent. Missing
 * a beat costs nobody anything: a silent node's leases are only marked.
 */
public final class Heartbeat {

    private static final Logger LOGGER = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Database database;
    private final NodeEpoch node;
    private final NodeStore nodes = new NodeStore();
    private final NodeLeaseStore leases = new NodeLeaseStore();
    private volatile Money held = Money.ZERO;
    private volatile Map<String, Money> stranded = Map.of();
    private volatile boolean stopped;

    public Heartbeat(Vertx vertx, Database database, NodeEpoch node) {
        this.vertx = vertx;
        this.database = database;
        this.node = node;
    }

    /** Beats until {@link #stop()}. */
    public void start() {
        vertx.setTimer(EVERY.toMillis(), timer -> {
            if (!stopped) {
                beat().onComplete(done -> start());
            }
        });
    }

    public void stop() {
        stopped = true;
    }

    /** What this node's leases held at the last beat. */
    public Money held() {
        return held;
    }

    /** What suspect leases held at the last beat, by node. */
    public Map<String, Money> stranded() {
        return stranded;
    }

    /** What suspect leases held at the last beat, of all nodes. */
    public Money strandedInAll() {
        return stranded.values().stream().reduce(Money.ZERO, Money::plus);
    }

    /** One beat, now. */
    public Future<Void> beat() {
        return database.acrossTenants(tx -> nodes.seen(tx, node).compose(done -> leases.held(tx, node.node())))
                .onSuccess(this::note)
                .onFailure(failed -> LOGGER.atDebug()
                        .addKeyValue(LogKey.CAUSE, failed.toString())
                        .log("the database did not hear that this node lives"))
                .mapEmpty();
    }

    private void note(List<NodeLeaseStore.HeldByNode> known) {
        Money here = Money.ZERO;
        Map<String, Money> elsewhere = new TreeMap<>();
        for (NodeLeaseStore.HeldByNode each : known) {
            if (each.suspect()) {
                elsewhere.put(each.node(), each.held());
            } else {
                here = each.held();
            }
        }
        held = here;
        stranded = Map.copyOf(elsewhere);
    }
}
