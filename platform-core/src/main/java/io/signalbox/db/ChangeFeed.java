package io.signalbox.db;

import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Telemetry;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every node what changed in the database, usually within milliseconds of the commit. Notices travel on PostgreSQL's own {@code NOTIFY}, so they
 * are part of the transaction: none without a commit, none lost while this node listens. What is sent while it does not is made up for: after every
 * (re)connection subscribers get {@link Change#everything()}, and a heartbeat finds a connection that died without a word.
 */
public final class ChangeFeed {

    private static final Logger LOGGER = LoggerFactory.getLogger(ChangeFeed.class);

    private static final String LISTEN = "LISTEN signalbox_change";
    private static final String NOTIFY = "SELECT pg_notify('signalbox_change', $1)";
    private static final String HEARTBEAT = "SELECT 1";

    /** Twice this and a reconnection are the longest that a change can go unnoticed. */
    private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(10);

    private static final Duration RECONNECT_AFTER = Duration.ofMillis(250);

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final Database database;
    private final Duration heartbeatEvery;
    private final List<Consumer<Change>> subscribers = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable PgConnection> listening = new AtomicReference<>();
    private volatile boolean closed;

    /** Listens with the login of {@code owner} on a connection of its own. */
    public ChangeFeed(Vertx vertx, PgConnectOptions owner, Database database) {
        this(vertx, owner, database, HEARTBEAT_EVERY);
    }

    ChangeFeed(Vertx vertx, PgConnectOptions owner, Database database, Duration heartbeatEvery) {
        this.vertx = vertx;
        this.options = new PgConnectOptions(owner).addProperty("application_name", "signalbox-changes");
        this.database = database;
        this.heartbeatEvery = heartbeatEvery;
    }

    /** Begins to listen; completes when no later change can be missed. Fails when the database is not there; after success it heals itself. */
    public Future<Void> start() {
        return listen().recover(failure -> Future.failedFuture(PgErrors.translated(failure)));
    }

    /** Whether changes arrive at this moment. */
    public boolean isListening() {
        return listening.get() != null;
    }

    /**
     * Calls {@code subscriber} for every change on any node, this one included, on any thread, sometimes twice for the same change. It must be
     * quick and not throw.
     */
    public void subscribe(Consumer<Change> subscriber) {
        subscribers.add(subscriber);
    }

    /** Sends {@code change} to every node when the transaction {@code tx} commits, and not at all when it rolls back. */
    public Future<Void> publish(SqlClient tx, Change change) {
        return tx.preparedQuery(NOTIFY).execute(Tuple.of(change.written())).mapEmpty();
    }

    /** Applies {@code change} on this node now. Call it after the commit and before the reply: whoever did it must see it done. */
    public void announce(Change change) {
        subscribers.forEach(subscriber -> deliver(subscriber, change));
    }

    /** Runs {@code work} in a transaction of {@code tenant}, publishes {@code change} with it and announces it once committed. */
    public <T> Future<T> changing(TenantId tenant, Change change, Function<SqlClient, Future<T>> work) {
        return database.inTransaction(
                        tenant,
                        tx -> work.apply(tx)
                                .compose(result -> publish(tx, change).map(sent -> result)))
                .map(result -> {
                    announce(change);
                    return result;
                });
    }

    /** Stops listening. */
    public Future<Void> close() {
        closed = true;
        PgConnection connection = listening.getAndSet(null);
        return connection == null ? Future.succeededFuture() : connection.close();
    }

    private Future<Void> listen() {
        return PgConnection.connect(vertx, options).compose(connection -> {
            connection.notificationHandler(notice -> announce(Change.read(notice.getPayload())));
            connection.exceptionHandler(failure ->
                    LOGGER.atDebug().setCause(failure).log("the connection that listens for changes failed"));
            return connection
                    .query(LISTEN)
                    .execute()
                    .onFailure(failure ->
                            Telemetry.unattended(connection.close(), "close a connection that cannot listen"))
                    .onSuccess(heard -> begin(connection))
                    .mapEmpty();
        });
    }

    private void begin(PgConnection connection) {
        listening.set(connection);
        connection.closeHandler(gone -> lose(connection));
        if (closed) {
            lose(connection);
            Telemetry.unattended(connection.close(), "close the change feed");
            return;
        }
        announce(Change.everything());
        beatLater(connection);
    }

    private void beatLater(PgConnection connection) {
        vertx.setTimer(heartbeatEvery.toMillis(), timer -> {
            if (listening.get() == connection) {
                beat(connection);
            }
        });
    }

    /** Notices come on the connection that answers, in order: an answer proves that none is stuck. */
    private void beat(PgConnection connection) {
        Future<?> answer =
                connection.query(HEARTBEAT).execute().timeout(heartbeatEvery.toMillis(), TimeUnit.MILLISECONDS);
        answer.onSuccess(alive -> beatLater(connection)).onFailure(silent -> {
            lose(connection);
            Telemetry.unattended(connection.close(), "close a silent connection");
        });
    }

    private void lose(PgConnection connection) {
        if (listening.compareAndSet(connection, null) && !closed) {
            LOGGER.atWarn().addKeyValue(LogKey.ADDRESS, address()).log("lost the connection that listens for changes");
            listenLater();
        }
    }

    private void listenLater() {
        vertx.setTimer(RECONNECT_AFTER.toMillis(), timer -> {
            if (closed) {
                return;
            }
            listen().onSuccess(done -> LOGGER.atInfo()
                            .addKeyValue(LogKey.ADDRESS, address())
                            .log("listening for changes again"))
                    .onFailure(failure -> listenLater());
        });
    }

    private String address() {
        return options.getHost() + ":" + options.getPort();
    }

    /** One subscriber's mistake must not keep a revoked key alive in another. */
    private static void deliver(Consumer<Change> subscriber, Change change) {
        try {
            subscriber.accept(change);
        } catch (RuntimeException mistake) {
            LOGGER.atError()
                    .addKeyValue(LogKey.TOPIC, change.topic())
                    .setCause(mistake)
                    .log("a subscriber to changes failed");
        }
    }
}
