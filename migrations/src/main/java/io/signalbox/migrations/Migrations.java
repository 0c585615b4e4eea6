package io.signalbox.migrations;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies {@code db/V*.sql} in name order, each in its own transaction, once. Any number of nodes may do so at the same time: an advisory
 * lock lets one work while the others wait and then find nothing to do. Connects as the role that owns the tables, never as the app role.
 */
public final class Migrations {

    private static final Logger LOGGER = LoggerFactory.getLogger(Migrations.class);

    /** Any constant will do, as long as every release uses the same. */
    private static final String LOCK = "SELECT pg_advisory_lock(5161722040716800)";

    /** A migration must not queue behind a long transaction, with all traffic queueing behind the migration. */
    private static final String IMPATIENCE = "SET lock_timeout = '10s'";

    private static final String CREATE_TABLE = """
            CREATE TABLE IF NOT EXISTS signalbox_migration (
              name text PRIMARY KEY,
              checksum text NOT NULL,
              applied_at timestamptz NOT NULL DEFAULT now()
            )""";
    private static final String TABLE_EXISTS = "SELECT to_regclass('signalbox_migration') IS NOT NULL";
    private static final String APPLIED = "SELECT name, checksum FROM signalbox_migration ORDER BY name";
    private static final String RECORD = "INSERT INTO signalbox_migration (name, checksum) VALUES ($1, $2)";

    private Migrations() {}

    /**
     * Brings the database to the newest schema and returns the names applied now, in order; empty when it was there already. Fails with
     * {@link MigrationRefused}, having changed nothing, when an applied file has changed since or when the database is newer than this code; a
     * failing file is rolled back and the ones before it stay.
     */
    public static Future<List<String>> apply(Vertx vertx, PgConnectOptions owner) {
        return withMigrations(
                vertx,
                owner,
                (connection, known) -> connection
                        .query(LOCK)
                        .execute()
                        .compose(locked -> connection.query(IMPATIENCE).execute())
                        .compose(set -> connection.query(CREATE_TABLE).execute())
                        .compose(there -> applied(connection))
                        .compose(applied -> applyAll(connection, missing(known, applied))));
    }

    /** Returns the names that {@link #apply} would apply, in order, and fails as it would refuse. Changes nothing and waits for no lock. */
    public static Future<List<String>> pending(Vertx vertx, PgConnectOptions owner) {
        return withMigrations(
                vertx,
                owner,
                (connection, known) -> connection
                        .query(TABLE_EXISTS)
                        .execute()
                        .compose(rows -> rows.iterator().next().getBoolean(0)
                                ? applied(connection)
                                : Future.succeededFuture(Map.<String, String>of()))
                        .map(applied -> missing(known, applied).stream()
                                .map(Migration::name)
                                .toList()));
    }

    private interface Step<T> {
        Future<T> run(SqlConnection connection, List<Migration> known);
    }

    private static <T> Future<T> withMigrations(Vertx vertx, PgConnectOptions owner, Step<T> step) {
        // "Exists already, skipping" is no news, and the client logs notices as warnings.
        PgConnectOptions quiet = new PgConnectOptions(owner).addProperty("client_min_messages", "warning");
        return vertx.executeBlocking(Migration::readAllBlocking)
                .compose(known -> PgConnection.connect(vertx, quiet)
                        .compose(connection -> step.run(connection, known).eventually(connection::close)));
    }

    private static Future<Map<String, String>> applied(SqlConnection connection) {
        return connection.query(APPLIED).execute().map(rows -> {
            Map<String, String> checksums = new LinkedHashMap<>();
            rows.forEach(row -> checksums.put(row.getString(0), row.getString(1)));
            return checksums;
        });
    }

    private static List<Migration> missing(List<Migration> known, Map<String, String> applied) {
        Map<String, String> unknown = new LinkedHashMap<>(applied);
        List<Migration> missing = new ArrayList<>();
        for (Migration migration : known) {
            String checksum = unknown.remove(migration.name());
            if (checksum == null) {
                missing.add(migration);
            } else if (!checksum.equals(migration.checksum())) {
                throw new MigrationRefused(
                        "migration " + migration.name()
                                + " has changed since this database applied it; restore the file and put the change into a new one");
            }
        }
        if (!unknown.isEmpty()) {
            throw new MigrationRefused("the database is newer than this version of Signalbox: it has "
                    + String.join(", ", unknown.keySet())
                    + ", which this version does not know; run the version that applied it, or a later one");
        }
        return missing;
    }

    private static Future<List<String>> applyAll(SqlConnection connection, List<Migration> migrations) {
        Future<List<String>> names = Future.succeededFuture(new ArrayList<>());
        for (Migration migration : migrations) {
            names = names.compose(done -> applyOne(connection, migration).map(applied -> {
                done.add(applied);
                return done;
            }));
        }
        return names.map(List::copyOf);
    }

    private static Future<String> applyOne(SqlConnection connection, Migration migration) {
        return inTransaction(
                        connection,
                        open -> open.query(migration.sql())
                                .execute()
                                .compose(run -> open.preparedQuery(RECORD)
                                        .execute(Tuple.of(migration.name(), migration.checksum()))))
                .map(recorded -> {
                    LOGGER.atInfo().addKeyValue("file", migration.name()).log("migration applied");
                    return migration.name();
                })
                .recover(cause -> Future.failedFuture(new IllegalStateException(
                        "migration " + migration.name() + " failed and was rolled back: " + cause.getMessage(),
                        cause)));
    }

    private static <T> Future<T> inTransaction(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        return connection
                .begin()
                .compose(transaction -> work.apply(connection)
                        .compose(
                                result -> transaction.commit().map(result),
                                failure ->
                                        transaction.rollback().transform(rolledBack -> Future.failedFuture(failure))));
    }
}
