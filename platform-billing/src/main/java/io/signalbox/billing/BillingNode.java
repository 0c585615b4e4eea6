package io.signalbox.billing;

import io.signalbox.billing.budget.BudgetGate;
import io.signalbox.billing.budget.BudgetGateOptions;
import io.signalbox.billing.budget.BudgetWatch;
import io.signalbox.billing.budget.Intent;
import io.signalbox.billing.budget.LeaseStore;
import io.signalbox.billing.budget.NodeStore;
import io.signalbox.billing.drain.DrainPosting;
import io.signalbox.billing.drain.JournalDrain;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.journal.Journal;
import io.signalbox.billing.journal.JournalOptions;
import io.signalbox.billing.journal.NodeIdFile;
import io.signalbox.billing.journal.RecordType;
import io.signalbox.billing.usage.RequestLog;
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
 *   <li>a lease without an intent was never sent, so it is closed at no cost.
 * </ol>
 */
public final class BillingNode {

    private static final Logger LOGGER = LoggerFactory.getLogger(BillingNode.class);

    private final Vertx vertx;
    private final Journal journal;
    private final JournalDrain drain;
    private final BudgetGate gate;
    private final RequestLog requestLog;

    private BillingNode(Vertx vertx, Journal journal, JournalDrain drain, BudgetGate gate) {
        this.vertx = vertx;
        this.journal = journal;
        this.drain = drain;
        this.gate = gate;
        this.requestLog = new RequestLog(journal);
    }

    /** What a node's money side is made of. {@code onFatal} must end the process: the journal can no longer be written. */
    public record Parts(
            Vertx vertx,
            Database database,
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

    /** Brings what the journal holds into PostgreSQL for as long as {@code longest}, then closes it; the rest waits there for the next start. */
    public Future<Void> close(Duration longest) {
        return drain.catchUp()
                .timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .transform(done -> {
                    drain.stop();
                    return closed(vertx, journal);
                });
    }

    private static Future<BillingNode> recover(Parts parts, Journal journal) {
        NodeStore nodes = new NodeStore();
        JournalDrain drain = new JournalDrain(parts.vertx(), journal, new DrainPosting(parts.database()));
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
        LeaseStore leases = new LeaseStore();
        return parts.database()
                .acrossTenants(tx -> leases.closeOrphans(tx, node))
                .map(closed -> {
                    if (closed > 0) {
                        LOGGER.atInfo()
                                .addKeyValue(LogKey.COUNT, closed)
                                .log("closed leases for which nothing was sent");
                    }
                    return null;
                });
    }

    private static BillingNode begin(Parts parts, Journal journal, JournalDrain drain, NodeEpoch node) {
        BudgetGate gate = new BudgetGate(
                parts.vertx(), parts.database(), parts.watch(), journal, node, parts.clock(), parts.gate());
        gate.onWaiting(drain::hurry);
        drain.follow(gate::moved, () -> gate.waiting() > 0);
        return new BillingNode(parts.vertx(), journal, drain, gate);
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
