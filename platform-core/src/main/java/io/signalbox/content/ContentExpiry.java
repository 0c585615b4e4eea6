package io.signalbox.content;

import io.signalbox.db.Database;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/** Deletes content whose time is over: some of it every minute, so that no statement runs long. Every node may do it at once. */
public final class ContentExpiry {

    static final int ROWS_MAX = 1_000;

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final ResponseStore responses;
    private final InstantSource clock;

    public ContentExpiry(Database database, ResponseStore responses, InstantSource clock) {
        this.database = database;
        this.responses = responses;
        this.clock = clock;
    }

    /** Runs for as long as {@code vertx} does. */
    public void start(Vertx vertx) {
        vertx.setPeriodic(EVERY.toMillis(), timer -> Telemetry.unattended(run(), "delete expired content"));
    }

    /** Answers how many rows were deleted. */
    Future<Integer> run() {
        return database.acrossTenants(tx -> responses.deleteExpired(tx, clock.instant(), ROWS_MAX));
    }
}
