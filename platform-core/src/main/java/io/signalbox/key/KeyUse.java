package io.signalbox.key;

import io.signalbox.db.Database;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes down when keys were last used: to the minute, in one statement a minute, off every request's path. Safe on any thread. */
public final class KeyUse {

    static final Duration EVERY = Duration.ofMinutes(1);
    private static final int NOTED_MAX = 100_000;

    private final Database database;
    private final VirtualKeyStore keys = new VirtualKeyStore();
    private final Map<KeyId, Instant> noted = new ConcurrentHashMap<>();

    public KeyUse(Database database) {
        this.database = database;
    }

    /** Flushes every minute, for as long as {@code vertx} runs. */
    public void start(Vertx vertx) {
        vertx.setPeriodic(EVERY.toMillis(), timer -> Telemetry.unattended(flush(), "write last uses of keys"));
    }

    /** Writes what was noted since the last time; what fails to be written is forgotten. */
    public Future<Void> flush() {
        Map<KeyId, Instant> uses = new HashMap<>();
        for (KeyId key : List.copyOf(noted.keySet())) {
            Instant at = noted.remove(key);
            if (at != null) {
                uses.put(key, at);
            }
        }
        return uses.isEmpty() ? Future.succeededFuture() : database.acrossTenants(tx -> keys.touch(tx, uses));
    }

    void note(KeyId key, Instant at) {
        if (noted.size() < NOTED_MAX) {
            noted.put(key, at);
        }
    }
}
