package io.signalbox.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.signalbox.db.Database;
import io.signalbox.db.PoolSize;
import io.signalbox.migrations.Migrations;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A migrated database of a test's own, on a server that the JVM's tests share: copied from a template in some 40 ms. Call it off the event loop, and
 * close it before its {@link Vertx}.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String TEMPLATE = "migrated";
    private static final PoolSize POOL = PoolSize.of(8);
    private static boolean templateReady;

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final Database database;

    private TestDatabase(Vertx vertx, PgConnectOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.database = Database.connect(vertx, options, POOL);
    }

    /** Returns a database of the newest schema without any rows. */
    public static TestDatabase fresh(Vertx vertx) {
        prepareTemplate(vertx);
        return new TestDatabase(vertx, created(vertx, " TEMPLATE " + TEMPLATE));
    }

    /** Returns a database without any tables: for the tests of migrations. */
    public static TestDatabase empty(Vertx vertx) {
        return new TestDatabase(vertx, created(vertx, ""));
    }

    public Database database() {
        return database;
    }

    /** How the owner of the tables logs in. */
    public PgConnectOptions options() {
        return new PgConnectOptions(options);
    }

    /** Drops the database, with whoever is still connected. */
    @Override
    public void close() {
        try {
            database.close().await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the pool of a test does not close", late);
        }
        drop();
    }

    /**
     * Forces out whoever is still connected. An autovacuum worker belongs to the superuser and cannot be forced out by us, but dropping without force
     * cancels it and waits.
     */
    private void drop() {
        String drop = "DROP DATABASE IF EXISTS " + options.getDatabase();
        try {
            run(vertx, drop + " WITH (FORCE)");
        } catch (PgException refused) {
            if (!INSUFFICIENT_PRIVILEGE.equals(refused.getSqlState())) {
                throw refused;
            }
            run(vertx, drop);
        }
    }

    private static synchronized void prepareTemplate(Vertx vertx) {
        if (templateReady) {
            return;
        }
        run(vertx, "CREATE DATABASE " + TEMPLATE);
        try {
            Migrations.apply(vertx, TestServer.options().setDatabase(TEMPLATE)).await(60, SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the migrations take more than a minute", late);
        }
        templateReady = true;
    }

    private static PgConnectOptions created(Vertx vertx, String from) {
        String name = "test_" + NUMBER.incrementAndGet();
        run(vertx, "CREATE DATABASE " + name + from);
        return TestServer.options().setDatabase(name);
    }

    private static void run(Vertx vertx, String sql) {
        try {
            PgConnection.connect(vertx, TestServer.options())
                    .compose(connection -> connection.query(sql).execute().eventually(connection::close))
                    .await(30, SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("too slow: " + sql, late);
        }
    }
}
