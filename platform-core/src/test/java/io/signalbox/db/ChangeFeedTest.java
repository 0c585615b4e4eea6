package io.signalbox.db;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ChangeFeedTest {

    private static final TenantId TENANT = new TenantId("ten_a");
    private static final Change CHANGE = new Change(Topic.KEYS, TENANT, "key_1 with spaces");

    private Vertx vertx;
    private TestDatabase test;
    private ChangeFeed here;
    private ChangeFeed there;
    private final BlockingQueue<Change> heardHere = new LinkedBlockingQueue<>();
    private final BlockingQueue<Change> heardThere = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        test = TestDatabase.fresh(vertx);
        here = started(test.options(), heardHere);
        there = started(test.options(), heardThere);
    }

    @AfterEach
    void stop() throws Exception {
        Future.all(here.close(), there.close()).await(5, SECONDS);
        test.close();
        vertx.close().await(5, SECONDS);
    }

    @Test
    void tellsEveryNodeOfACommittedChange() throws Exception {
        // When
        transaction("SELECT 1", CHANGE).await(5, SECONDS);

        // Then
        assertThat(heardHere.poll(2, SECONDS)).isEqualTo(CHANGE);
        assertThat(heardThere.poll(2, SECONDS)).isEqualTo(CHANGE);
    }

    @Test
    void saysNothingOfAChangeThatWasRolledBack() throws Exception {
        // Given
        Change rolledBack = new Change(Topic.BUDGETS, TENANT, "bud_1");
        assertThatThrownBy(() -> transaction("SELECT 1/0", rolledBack).await(5, SECONDS))
                .hasMessageContaining("division by zero");

        // When
        transaction("SELECT 1", CHANGE).await(5, SECONDS);

        // Then
        assertThat(heardThere.poll(2, SECONDS)).isEqualTo(CHANGE);
    }

    @Test
    void appliesAChangeAtHomeBeforeTheReply() throws Exception {
        // Given
        AtomicBoolean applied = new AtomicBoolean();
        here.subscribe(change -> applied.set(true));

        // When
        boolean seen =
                inTenant(here, "SELECT 1", CHANGE).map(done -> applied.get()).await(5, SECONDS);

        // Then
        assertThat(seen).isTrue();
    }

    @Test
    void hearsAgainAfterItsConnectionWasCut() throws Exception {
        // When
        query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'signalbox-changes' AND datname = current_database()");

        // Then
        assertThat(heardHere.poll(5, SECONDS)).isEqualTo(Change.everything());
        assertThat(heardThere.poll(5, SECONDS)).isEqualTo(Change.everything());
        transaction("SELECT 1", CHANGE).await(5, SECONDS);
        assertThat(heardThere.poll(2, SECONDS)).isEqualTo(CHANGE);
    }

    @Test
    void noticesAConnectionThatDiedWithoutAWord() throws Exception {
        // Given
        AtomicBoolean silent = new AtomicBoolean();
        NetServer wire = vertx.createNetServer()
                .connectHandler(socket -> forward(socket, silent))
                .listen(0, "127.0.0.1")
                .await(5, SECONDS);
        BlockingQueue<Change> heard = new LinkedBlockingQueue<>();
        ChangeFeed remote =
                started(test.options().setHost("127.0.0.1").setPort(wire.actualPort()), heard, Duration.ofMillis(200));

        // When
        silent.set(true);

        // Then
        assertThat(heard.poll(5, SECONDS)).isEqualTo(Change.everything());
        Future.all(remote.close(), wire.close()).await(5, SECONDS);
    }

    @Test
    void shieldsSubscribersFromOneThatFails() throws Exception {
        // Given
        BlockingQueue<Change> last = new LinkedBlockingQueue<>();
        there.subscribe(change -> {
            throw new IllegalStateException("this subscriber fails on purpose");
        });
        there.subscribe(last::add);

        // When
        there.announce(CHANGE);

        // Then
        assertThat(last).containsExactly(CHANGE);
    }

    @Test
    void takesANoticeFromANewerNodeForEverything() throws Exception {
        // When
        query("SELECT pg_notify('signalbox_change', 'holograms ten_a x')");

        // Then
        Change heard = heardHere.poll(2, SECONDS);
        assertThat(heard).isEqualTo(Change.everything());
        assertThat(Change.everything().touches(Topic.SESSIONS)).isTrue();
    }

    @Test
    void failsToStartWithoutADatabase() {
        // Given
        ChangeFeed nowhere = new ChangeFeed(vertx, test.options().setPort(1), test.database());

        // Then
        assertThatThrownBy(() -> nowhere.start().await(5, SECONDS))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
    }

    /** Passes bytes on until told to swallow them; a connection made after that is served again. */
    private void forward(NetSocket client, AtomicBoolean silent) {
        client.pause();
        AtomicBoolean swallow = new AtomicBoolean();
        vertx.createNetClient().connect(test.options().getPort(), "127.0.0.1").onSuccess(server -> {
            client.handler(bytes -> {
                if (silent.getAndSet(false)) {
                    swallow.set(true);
                }
                if (!swallow.get()) {
                    server.write(bytes);
                }
            });
            server.handler(client::write);
            client.closeHandler(gone -> server.close());
            client.resume();
        });
    }

    private Future<Void> transaction(String sql, Change change) {
        return PgConnection.connect(vertx, test.options())
                .compose(connection -> connection
                        .begin()
                        .compose(open -> here.publish(connection, change)
                                .compose(sent -> connection.query(sql).execute())
                                .compose(done -> open.commit()))
                        .eventually(connection::close));
    }

    private static Future<?> inTenant(ChangeFeed feed, String sql, Change change) {
        return feed.changing(TENANT, change, tx -> tx.query(sql).execute());
    }

    private void query(String sql) throws Exception {
        PgConnection.connect(vertx, test.options())
                .compose(connection -> connection.query(sql).execute().eventually(connection::close))
                .await(5, SECONDS);
    }

    private ChangeFeed started(PgConnectOptions options, BlockingQueue<Change> heard) throws Exception {
        return started(options, heard, Duration.ofSeconds(10));
    }

    private ChangeFeed started(PgConnectOptions options, BlockingQueue<Change> heard, Duration heartbeat)
            throws Exception {
        ChangeFeed feed = new ChangeFeed(vertx, options, test.database(), heartbeat);
        feed.start().await(5, SECONDS);
        feed.subscribe(heard::add);
        return feed;
    }
}
