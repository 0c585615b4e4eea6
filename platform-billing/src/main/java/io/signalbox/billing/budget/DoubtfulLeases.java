package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.db.Database;
import io.signalbox.telemetry.LogKey;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases whose commit nobody answered for, or whose intent never reached the journal: nothing was sent for them, so they are closed as soon as
 * PostgreSQL answers, again and again until it does. What does not fit here is found at the next boot, having no intent. Lives on one context.
 */
final class DoubtfulLeases {

    private static final Logger LOGGER = LoggerFactory.getLogger(DoubtfulLeases.class);
    private static final int LEASES_MAX = 20_000;
    private static final int BATCH_MAX = 500;
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LAST_PAUSE_MS = 5_000;

    private final Context home;
    private final Vertx vertx;
    private final Database database;
    private final LeaseStore leases;
    private final NodeEpoch node;
    private final Consumer<Set<BudgetId>> onMoved;
    private final Deque<Grant> doubtful = new ArrayDeque<>();
    private boolean running;
    private long pauseMs = FIRST_PAUSE_MS;

    DoubtfulLeases(
            Context home, Database database, LeaseStore leases, NodeEpoch node, Consumer<Set<BudgetId>> onMoved) {
        this.home = home;
        this.vertx = home.owner();
        this.database = database;
        this.leases = leases;
        this.node = node;
        this.onMoved = onMoved;
    }

    /** From any thread. */
    void add(List<Grant> grants) {
        home.runOnContext(here -> {
            for (Grant each : grants) {
                if (doubtful.size() == LEASES_MAX) {
                    LOGGER.atWarn()
                            .addKeyValue(LogKey.EVENT, each.leaseId())
                            .log("too many doubtful leases; this one stays held until the next start");
                    continue;
                }
                doubtful.add(each);
            }
            resolve();
        });
    }

    private void resolve() {
        if (running || doubtful.isEmpty()) {
            return;
        }
        running = true;
        List<Grant> batch = new ArrayList<>();
        while (batch.size() < BATCH_MAX && !doubtful.isEmpty()) {
            batch.add(doubtful.poll());
        }
        database.acrossTenants(tx -> leases.abandon(tx, node, batch)).onComplete(done -> {
            if (done.succeeded()) {
                running = false;
                pauseMs = FIRST_PAUSE_MS;
                onMoved.accept(done.result());
                resolve();
                return;
            }
            LOGGER.atWarn()
                    .addKeyValue(LogKey.COUNT, batch.size())
                    .addKeyValue(LogKey.CAUSE, done.cause().toString())
                    .log("doubtful leases cannot be closed yet");
            batch.forEach(doubtful::addFirst);
            vertx.setTimer(pauseMs, again -> {
                running = false;
                resolve();
            });
            pauseMs = Math.min(pauseMs * 2, LAST_PAUSE_MS);
        });
    }
}
