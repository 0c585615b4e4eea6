package io.signalbox.billing;

import io.signalbox.billing.budget.BudgetGate;
import io.signalbox.billing.budget.BudgetGateOptions;
import io.signalbox.billing.budget.BudgetWatch;
import io.signalbox.billing.budget.Heartbeat;
import io.signalbox.billing.budget.Intent;
import io.signalbox.billing.budget.LeaseAuthority;
import io.signalbox.billing.budget.NodeStore;
import io.signalbox.billing.drain.DrainPosting;
import io.signalbox.billing.drain.JournalDrain;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.JournalOptions;
import io.signalbox.billing.journal.NodeIdFile;
import io.signalbox.billing.journal.RecordType;
import io.signalbox.billing.usage.RequestLog;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.telemetry.LogKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The money side of a node, from its journal to its gate. Opening it accounts for everything the node's earlier lives left behind, so that by the time
 * the gate is there every old lease is closed and every interrupted attempt counts:
 *
 * <ol>
 *   <li>the journal is locked and read; the node's next epoch begins, which refuses grants of the one before;
 *   <li>what the journal holds is drained into PostgreSQL, which knows most of it already;
 *   <li>an intent without an end becomes an event of unknown usage that costs its whole reservation;
 *   <li>what its earlier lives' leases still hold was never sent anywhere, so it comes back.
 * </ol>
 */
public final class BillingNode {

    private static final Logger LOGGER = LoggerFactory.getLogger(BillingNode.class);

    private final Vertx vertx;
    private final Journal journal;
    private final JournalDrain drain;
    private final BudgetGate gate;
    private final RequestLog requestLog;
    private final Heartbeat heartbeat;
    private final Database database;
    private final NodeEpoch node;

    private BillingNode(Parts parts, Journal journal, JournalDrain drain, BudgetGate gate, NodeEpoch node) {
        this.vertx = parts.vertx();
        this.database = parts.database();
        this.node = node;
        this.journal = journal;
        this.drain = drain;
        this.gate = gate;
        this.heartbeat = new Heartbeat(vertx, database, node);
        this.requestLog = new RequestLog(journal);
    }

    /** What a node's money side is made of. {@code onFatal} must end the process: the journal can no longer be written. */
    public record Parts(
            Vertx vertx,
            Database database,
            ChangeFeed changes,
            BudgetWatch watch,
            JournalOptions journal,
            BudgetGateOptions gate,
            InstantSource clock,
            IdSource ids,
            Consumer<Throwable> onFatal) {}

    /** Fails when the journal cannot be opened, with a sentence for people, or when PostgreSQL is not there. */
    public static Future<BillingNode> open(Parts parts) {
        return parts.vertx()
                .executeBlocking(() -> Journal.openBlocking(parts.journal(), parts.onFatal()), false)
                .compose(journal -> recover(parts, journal)
                        .recover(failed ->
                                closed(parts.vertx(), journal).transform(done -> Future.failedFuture(failed))));
    }

    public BudgetGate gate() {
        return gate;
    }

    public RequestLog requestLog() {
        return requestLog;
    }

    public JournalDrain drain() {
        return drain;
    }

    public Journal journal() {
        return journal;
    }

    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Which life of which node this is. */
    public NodeEpoch epoch() {
        return node;
    }

    /**
     * Gives back what is free, brings what the journal holds into PostgreSQL for as long as {@code longest}, and closes the node's leases when nothing is under
     * way any more; what is left waits in the journal for the next start.
     */
    public Future<Void> close(Duration longest) {
        heartbeat.stop();
        return gate.stop()
                .compose(settled -> drain.catchUp().map(settled))
                .compose(settled -> drain.openIntents().map(open -> settled && open.isEmpty()))
                .compose(settled -> settled ? closeLeases() : Future.succeededFuture())
                .timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .transform(done -> {
                    drain.stop();
                    return closed(vertx, journal);
                });
    }

    private Future<Void> closeLeases() {
        return database.acrossTenants(tx -> new LeaseAuthority().close(tx, node))
                .onFailure(failed -> LOGGER.atInfo()
                        .addKeyValue(LogKey.CAUSE, failed.toString())
                        .log("leases stay open until the next start"))
                .mapEmpty();
    }

    private static Future<BillingNode> recover(Parts parts, Journal journal) {
        NodeStore nodes = new NodeStore();
        JournalDrain drain =
                new JournalDrain(parts.vertx(), journal, new DrainPosting(parts.database(), parts.changes()));
        return parts.vertx()
                .executeBlocking(
                        () -> NodeIdFile.readOrCreateBlocking(parts.journal().directory(), parts.ids()), false)
                .compose(id -> parts.database()
                        .acrossTenants(tx -> nodes.boot(tx, id, parts.clock().instant())))
                .compose(node -> drain.catchUp()
                        .compose(done -> drain.openIntents())
                        .compose(open -> settleUnknown(parts, journal, open))
                        .compose(done -> drain.catchUp())
                        .compose(done -> closeOrphans(parts, journal, node))
                        .map(done -> begin(parts, journal, drain, node)));
    }

    private static Future<Void> settleUnknown(Parts parts, Journal journal, List<Intent> open) {
        if (!open.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue(LogKey.COUNT, open.size())
                    .log("attempts were interrupted; each counts as all that was reserved for it");
        }
        List<Future<Void>> settled = open.stream()
                .map(intent -> journal.append(
                        RecordType.SETTLE,
                        intent.unknown(parts.clock().instant()).write()))
                .toList();
        return Future.all(settled).mapEmpty();
    }

    private static Future<Void> closeOrphans(Parts parts, Journal journal, NodeEpoch node) {
        if (journal.isLossy()) {
            LOGGER.atError()
                    .addKeyValue(LogKey.NODE, node.node())
                    .log("the journal lost records, so nobody knows which leases were used: they stay held");
            return Future.succeededFuture();
        }
        NodeEpoch earlier = new NodeEpoch(node.node(), node.epoch() - 1);
        return parts.database()
                .acrossTenants(tx -> new LeaseAuthority().close(tx, earlier))
                .map(closed -> {
                    if (closed > 0) {
                        LOGGER.atInfo()
                                .addKeyValue(LogKey.COUNT, closed)
                                .log("closed what earlier lives of this node left open");
                    }
                    return null;
                });
    }

    private static BillingNode begin(Parts parts, Journal journal, JournalDrain drain, NodeEpoch node) {
        BudgetGate gate = new BudgetGate(new BudgetGate.Parts(
                parts.vertx(),
                parts.database(),
                parts.changes(),
                parts.watch(),
                journal,
                node,
                parts.ids(),
                parts.clock(),
                parts.gate()));
        gate.onWaiting(drain::hurry);
        drain.follow(gate::moved, () -> gate.waiting() > 0);
        parts.changes().subscribe(gate::onChange);
        BillingNode opened = new BillingNode(parts, journal, drain, gate, node);
        opened.heartbeat.start();
        return opened;
    }

    private static Future<Void> closed(Vertx vertx, Journal journal) {
        return vertx.executeBlocking(
                () -> {
                    journal.closeBlocking();
                    return null;
                },
                false);
    }
}
