package io.signalbox.webhook;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Actor;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.config.SignalboxConfig.SmtpConfig;
import io.signalbox.config.SignalboxConfig.SmtpSecurity;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.MasterKey;
import io.signalbox.credential.Origin;
import io.signalbox.db.ChangeFeed;
import io.signalbox.id.IdSource;
import io.signalbox.telemetry.Meters;
import io.signalbox.testing.TestDatabase;
import io.signalbox.testing.TestTenant;
import io.signalbox.webhook.ChannelDesk.Amendment;
import io.signalbox.webhook.ChannelDesk.Issued;
import io.signalbox.webhook.ChannelDesk.NewChannel;
import io.signalbox.webhook.HookReceiver.Received;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatchTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private Vertx vertx;
    private TestDatabase db;
    private TestTenant tenant;
    private Acting acting;
    private HookReceiver receiver;
    private SmallSmtpServer smtp;
    private Deeds deeds;
    private ChannelDesk desk;
    private Dispatch dispatch;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        db = TestDatabase.fresh(vertx);
        tenant = TestTenant.in(db.database());
        acting = new Acting(tenant.id(), Actor.of(tenant.owner()), "req_test");
        receiver = new HookReceiver(vertx);
        smtp = new SmallSmtpServer(vertx);
        IdSource ids = new IdSource(now::get, RANDOM);
        ChannelBox box = new ChannelBox(MasterKey.random(RANDOM), RANDOM);
        Egress egress = new Egress(
                new EgressGuard(Set.of()), host -> Future.succeededFuture(List.of(InetAddress.getLoopbackAddress())));
        Outbound outbound =
                new Outbound(egress, Set.of(Origin.parse(receiver.url("")).authority()), true);
        SmtpConfig mail = new SmtpConfig(
                Optional.of("127.0.0.1"),
                smtp.port(),
                SmtpSecurity.NONE,
                Optional.empty(),
                Optional.empty(),
                "alerts@acme.example");
        deeds = new Deeds(db.database(), new ChangeFeed(vertx, db.options(), db.database()), ids, now::get);
        desk = new ChannelDesk(db.database(), deeds, box, ids, outbound);
        Courier courier = new Courier(vertx, outbound, Optional.of(new Mailer(vertx, mail)), now::get);
        dispatch = new Dispatch(db.database(), box, courier, now::get, Meters.unobserved());
    }

    @AfterEach
    void stop() throws Exception {
        db.close();
        vertx.close().await(10, SECONDS);
    }

    private Issued channel(Channel.Kind kind, String target, EventType... types) {
        return await(desk.create(acting, new NewChannel(kind.wireName(), kind, target, Set.of(types))));
    }

    private Issued webhook() {
        return channel(Channel.Kind.WEBHOOK, receiver.url("/hook?team=1"), EventType.BUDGET_EXCEEDED);
    }

    private int announce(String event) {
        Announcement news = new Announcement(
                event,
                EventType.BUDGET_EXCEEDED,
                now.get(),
                "All of <it> is spent.",
                new JsonObject().put("budget_id", "bud_1"));
        return await(db.database()
                .inTransaction(tenant.id(), tx -> new DeliveryStore().announce(tenant.id(), tx, news, Set.of())));
    }

    private void turn() {
        await(dispatch.run());
    }

    private Delivery only(ChannelId channel) {
        List<Delivery> all = await(desk.deliveries(tenant.id(), channel, Optional.empty(), 10));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    @Test
    void sendsASignedEventOnce() {
        // Given
        Issued made = webhook();
        assertThat(announce("evt_1")).isEqualTo(1);
        assertThat(announce("evt_1")).isZero();

        // When
        turn();
        turn();

        // Then
        assertThat(receiver.paths()).containsExactly("/hook?team=1");
        Received post = receiver.received().get(0);
        String secret = made.secret().orElseThrow().text().value();
        assertThat(secret).startsWith("whsec_");
        assertThat(post.headers().get("webhook-id")).isEqualTo("evt_1");
        assertThat(post.signaturesBy(secret, START.getEpochSecond())).isEqualTo(1);
        assertThat(post.signaturesBy(secret, START.getEpochSecond() + 301)).isZero();
        JsonObject body = new JsonObject(post.body());
        assertThat(body.getString("type")).isEqualTo("budget.exceeded");
        assertThat(body.getString("timestamp")).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(body.getJsonObject("data").getString("budget_id")).isEqualTo("bud_1");
        assertThat(only(made.channel().id()).state()).isEqualTo(Delivery.State.DELIVERED);
    }

    @Test
    void signsWithBothSecretsForADayAfterARotation() {
        Issued first = webhook();
        Issued second = await(desk.rotateSecret(acting, first.channel().id()));
        String before = first.secret().orElseThrow().text().value();
        String after = second.secret().orElseThrow().text().value();

        announce("evt_1");
        turn();
        pass(Duration.ofHours(25));
        announce("evt_2");
        turn();

        Received during = receiver.received().get(0);
        Received later = receiver.received().get(1);
        assertThat(during.signaturesBy(before, START.getEpochSecond())).isEqualTo(1);
        assertThat(during.signaturesBy(after, START.getEpochSecond())).isEqualTo(1);
        assertThat(later.signaturesBy(before, now.get().getEpochSecond())).isZero();
        assertThat(later.signaturesBy(after, now.get().getEpochSecond())).isEqualTo(1);
    }

    @Test
    void triesAgainLaterAndLaterForThreeDaysAndThenGivesUp() {
        Issued made = webhook();
        receiver.answer(500);
        announce("evt_1");
        List<Duration> pauses = new ArrayList<>();

        turn();
        while (only(made.channel().id()).state() == Delivery.State.PENDING) {
            Delivery waiting = only(made.channel().id());
            pauses.add(Duration.between(now.get(), waiting.nextAt()));
            now.set(waiting.nextAt());
            turn();
        }

        assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMinutes(8 * 72)) <= 0);
        assertThat(pauses.get(pauses.size() - 1)).isGreaterThanOrEqualTo(Duration.ofHours(8));
        assertThat(Duration.between(START, now.get())).isBetween(Duration.ofDays(2), Duration.ofDays(3));
        Delivery given = only(made.channel().id());
        assertThat(given.state()).isEqualTo(Delivery.State.FAILED);
        assertThat(given.lastStatus()).contains(500);
        assertThat(receiver.received()).hasSize(given.attempts());
        assertThat(receiver.received())
                .extracting(post -> post.headers().get("webhook-id"))
                .containsOnly("evt_1");
    }

    @Test
    void sendsAgainWhenAskedTo() {
        Issued made = webhook();
        announce("evt_1");
        turn();

        await(desk.resend(acting, made.channel().id(), only(made.channel().id()).id()));
        turn();

        assertThat(receiver.received())
                .extracting(post -> post.headers().get("webhook-id"))
                .containsExactly("evt_1", "evt_1");
    }

    @Test
    void disablesAChannelAfterFiveDaysOfFailureAndTellsTheOthers() {
        Issued broken = webhook();
        receiver.answer(503);
        announce("evt_1");
        turn();
        channel(Channel.Kind.EMAIL, "ops@acme.example", EventType.KEY_CREATED);
        pass(Duration.ofDays(5).plusSeconds(1));

        announce("evt_2");
        turn();
        turn();

        assertThat(await(desk.find(tenant.id(), broken.channel().id())).state()).isEqualTo(Channel.State.DISABLED);
        assertThat(announce("evt_3")).isZero();
        assertThat(smtp.lines()).anyMatch(line -> line.contains("webhook.disabled"));

        Amendment on =
                new Amendment(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Channel.State.ACTIVE));
        Channel found = await(desk.find(tenant.id(), broken.channel().id()));
        await(desk.amend(acting, found.id(), found.version(), on));
        assertThat(announce("evt_4")).isEqualTo(1);
    }

    @Test
    void followsNoRedirect() {
        Issued made = webhook();
        receiver.answer(302);
        announce("evt_1");

        turn();

        assertThat(receiver.paths()).containsExactly("/hook?team=1");
        assertThat(only(made.channel().id()).lastError()).contains("answered 302");
    }

    @Test
    void goesNowhereInsideUnlessTheOperatorTrustsIt() {
        for (String inside : List.of("http://127.0.0.1:9/x", "https://internal.example.com/x", "https://10.0.0.1/x")) {
            assertThatThrownBy(() -> channel(Channel.Kind.WEBHOOK, inside, EventType.BUDGET_EXCEEDED))
                    .as(inside)
                    .hasMessageContaining("The target is refused");
        }
    }

    @Test
    void tellsSlackInItsShapeAndShowsNobodyTheUrl() {
        Issued made = channel(Channel.Kind.SLACK, receiver.url("/services/T0/B0/secret"), EventType.BUDGET_EXCEEDED);
        announce("evt_1");

        turn();

        assertThat(receiver.paths()).containsExactly("/services/T0/B0/secret");
        assertThat(new JsonObject(receiver.received().get(0).body()).getString("text"))
                .isEqualTo("*budget.exceeded*\nAll of &lt;it&gt; is spent.");
        assertThat(made.secret()).isEmpty();
        assertThat(made.channel().shownTarget()).doesNotContain("secret");
    }

    @Test
    void sendsMail() {
        channel(Channel.Kind.EMAIL, "ops@acme.example, cfo@acme.example", EventType.BUDGET_EXCEEDED);
        announce("evt_1");

        turn();

        assertThat(smtp.lines())
                .contains(
                        "MAIL FROM:<alerts@acme.example>",
                        "RCPT TO:<ops@acme.example>",
                        "RCPT TO:<cfo@acme.example>",
                        "Subject: [Signalbox] budget.exceeded",
                        "X-Signalbox-Event: evt_1",
                        "All of <it> is spent.");
    }

    @Test
    void tellsWhatTheAuditTrailSaysFromNowOn() {
        audited("key_before");
        channel(Channel.Kind.WEBHOOK, receiver.url("/keys"), EventType.KEY_CREATED);
        audited("key_after");

        turn();
        turn();

        assertThat(receiver.received()).hasSize(1);
        JsonObject body = new JsonObject(receiver.received().get(0).body());
        assertThat(body.getString("type")).isEqualTo("key.created");
        assertThat(body.getJsonObject("data").getString("id")).isEqualTo("key_after");
        assertThat(body.getJsonObject("data").getString("summary")).isEqualTo("Key key_after was created.");
    }

    private void audited(String key) {
        await(deeds.quietly(
                acting,
                tx -> Future.succeededFuture(
                        Deed.created(key, new Deed.Target("key", key), new JsonObject().put("name", "bot")))));
    }

    @Test
    void deliversToNobodyWhoDidNotAsk() {
        await(desk.create(
                acting,
                new NewChannel("deaf", Channel.Kind.WEBHOOK, receiver.url("/x"), EnumSet.of(EventType.KEY_REVOKED))));

        assertThat(announce("evt_1")).isZero();
        assertThat(await(desk.test(acting, "hello", Set.of()))).isEqualTo(1);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("nothing for 20 s", late);
        }
    }
}
