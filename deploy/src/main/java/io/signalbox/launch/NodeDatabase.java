package io.signalbox.launch;

import io.signalbox.config.Secret;
import io.signalbox.config.SignalboxConfig.DatabaseConfig;
import io.signalbox.db.DatabaseUrl;
import io.signalbox.migrations.Migrations;
import io.signalbox.postgres.EmbeddedPostgres;
import io.signalbox.postgres.PostgresUnusable;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The PostgreSQL a node works with: the operator's, or one of its own in the data folder. Main thread only. */
record NodeDatabase(PgConnectOptions owner, Optional<EmbeddedPostgres> embedded) {

    private static final long MIGRATION_MINUTES_MAX = 30;

    /** Takes the configured database, or starts the embedded one; blocks for up to a few seconds. */
    static NodeDatabase open(DatabaseConfig config, DataFolder folder) {
        Optional<NodeDatabase> given = given(config);
        if (given.isPresent()) {
            return given.get();
        }
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.startBlocking(folder.postgres());
            return new NodeDatabase(postgres.connectOptions(), Optional.of(postgres));
        } catch (PostgresUnusable unusable) {
            throw new StartFailure(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** The operator's, if the configuration names one. */
    static Optional<NodeDatabase> given(DatabaseConfig config) {
        return config.url().map(url -> new NodeDatabase(read(url).setReconnectAttempts(0), Optional.empty()));
    }

    /** Brings the schema up to date and returns what was applied. */
    List<String> migrate(Vertx vertx) {
        try {
            return Migrations.apply(vertx, owner).await(MIGRATION_MINUTES_MAX, TimeUnit.MINUTES);
        } catch (TimeoutException tooLong) {
            throw new StartFailure(
                    "the database's migrations took more than " + MIGRATION_MINUTES_MAX + " minutes", tooLong);
        } catch (Exception failure) {
            throw new StartFailure(
                    "the database at " + address() + " cannot be used: " + failure.getMessage(), failure);
        }
    }

    /** What the database is entered with, if with anything. */
    Optional<Secret> password() {
        return Optional.ofNullable(owner.getPassword())
                .filter(text -> !text.isBlank())
                .map(Secret::new);
    }

    String address() {
        return owner.getHost() + ":" + owner.getPort() + "/" + owner.getDatabase();
    }

    void stop() {
        embedded.ifPresent(EmbeddedPostgres::stopBlocking);
    }

    private static PgConnectOptions read(Secret url) {
        try {
            return DatabaseUrl.read(url.value());
        } catch (IllegalArgumentException malformed) {
            throw new StartFailure("'database.url' is [secret]: " + malformed.getMessage(), malformed);
        }
    }
}
