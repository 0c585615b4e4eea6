package io.signalbox.launch;

import io.signalbox.db.Database;
import io.signalbox.telemetry.LogKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database every second whether it is there, tells {@link Readiness}, and starts the embedded one again when it died. */
final class DatabaseWatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final NodeDatabase server;
    private final Database database;
    private final Readiness readiness;
    private boolean up = true;

    DatabaseWatch(Vertx vertx, NodeDatabase server, Database database, Readiness readiness) {
        this.vertx = vertx;
        this.server = server;
        this.database = database;
        this.readiness = readiness;
    }

    /** Looks for ever, one look at a time; it ends with Vert.x. */
    void start() {
        vertx.setTimer(EVERY.toMillis(), timer -> look().onComplete(looked -> start()));
    }

    private Future<?> look() {
        return database.acrossTenants(tx -> tx.query("SELECT 1").execute())
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(asked -> note(asked.succeeded(), String.valueOf(asked.cause())))
                .transform(asked -> asked.succeeded() ? Future.succeededFuture() : heal());
    }

    /** The restart takes a few seconds, so it comes after everybody has been told. */
    private Future<?> heal() {
        return server.embedded().isEmpty()
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> server.embedded().get().restartIfDeadBlocking(), false);
    }

    private void note(boolean reachable, String cause) {
        readiness.database(reachable);
        if (reachable != up) {
            up = reachable;
            if (reachable) {
                LOGGER.atInfo().addKeyValue(LogKey.ADDRESS, server.address()).log("database is back");
            } else {
                LOGGER.atError()
                        .addKeyValue(LogKey.ADDRESS, server.address())
                        .addKeyValue(LogKey.CAUSE, cause)
                        .log("database is unreachable");
            }
        }
    }
}
