package io.signalbox.billing.payment;

import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.billing.BillingRig;
import io.signalbox.billing.charge.Charging;
import io.signalbox.config.Secret;
import io.signalbox.db.ChangeFeed;
import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a forged, stale, repeated or mistaken notice of payment can do: nothing. */
class PaymentsTest {

    private static final TenantId ALICE = caller("alice").tenant();
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String KEY =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
    private static final String GATEWAY = "acme";

    @TempDir
    private Path journal;

    private final NoticeVerifier verifier = new NoticeVerifier(GATEWAY, new Secret("whsec_" + KEY));
    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;
    private Payments payments;
    private PaymentOrder order;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), journal);
        rig.tenant(ALICE);
        IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
        ChangeFeed changes = new ChangeFeed(vertx, database.options(), database.database());
        InstantSource clock = InstantSource.fixed(NOW);
        payments =
                new Payments(database.database(), new Charging(database.database(), changes, ids, clock), ids, clock);
        order = await(payments.orderCredit(ALICE, GATEWAY, Money.ofUsd("12.50"), "usr_alice"));
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void booksAGenuineNoticeOnceHoweverOftenItComes() {
        PaymentNotice notice =
                verified(sent("evt_1", NOW, body(order.id(), "12.50", "USD"))).orElseThrow();

        assertThat(await(payments.book(notice, "webhook"))).isEqualTo(new NoticeVerdict.Booked(order.id()));
        assertThat(await(payments.book(notice, "webhook"))).isEqualTo(new NoticeVerdict.Booked(order.id()));

        assertThat(credit()).isEqualTo(Money.ofUsd("12.50").nanos());
    }

    @Test
    void refusesToBeWithoutASecret() {
        assertThatThrownBy(() -> new Secret(" ")).isInstanceOf(IllegalArgumentException.class);
        for (String secret : new String[] {"whsec_", "whsec_c2hvcnQ=", "plain", "whsec_%%%%"}) {
            assertThatThrownBy(() -> new NoticeVerifier(GATEWAY, new Secret(secret)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("whsec_");
        }
    }

    @Test
    void refusesOldAndFutureNotices() {
        String body = body(order.id(), "12.50", "USD");

        assertThat(verified(sent("evt_1", NOW.minus(Duration.ofSeconds(301)), body)))
                .isEmpty();
        assertThat(verified(sent("evt_1", NOW.plus(Duration.ofSeconds(301)), body)))
                .isEmpty();
        assertThat(verified(sent("evt_1", NOW.minus(Duration.ofMinutes(5)), body)))
                .isPresent();
    }

    @Test
    void refusesWhatIsNotSignedOrSignedForSomethingElse() {
        NoticeVerifier.Sent good = sent("evt_1", NOW, body(order.id(), "12.50", "USD"));

        assertThat(verified(new NoticeVerifier.Sent(good.id(), good.timestamp(), "", good.body())))
                .isEmpty();
        assertThat(verified(new NoticeVerifier.Sent("evt_2", good.timestamp(), good.signatures(), good.body())))
                .isEmpty();
        assertThat(verified(new NoticeVerifier.Sent(
                        good.id(), good.timestamp(), good.signatures(), Buffer.buffer(body(order.id(), "99", "USD")))))
                .isEmpty();
        assertThat(verified(new NoticeVerifier.Sent(good.id(), "soon", good.signatures(), good.body())))
                .isEmpty();
    }

    @Test
    void acceptsOneOfSeveralSignaturesWhileASecretIsRotated() {
        NoticeVerifier.Sent good = sent("evt_1", NOW, body(order.id(), "12.50", "USD"));

        assertThat(verified(new NoticeVerifier.Sent(
                        good.id(), good.timestamp(), "v1,b2xk " + good.signatures(), good.body())))
                .isPresent();
    }

    @Test
    void refusesAnotherOrderAmountCurrencyOrGateway() {
        Money right = Money.ofUsd("12.50");

        assertRefused(new PaymentNotice(GATEWAY, "evt_1", "pay_other", right, "USD"), "no such order");
        assertRefused(new PaymentNotice(GATEWAY, "evt_1", order.id(), Money.ofUsd("12.49"), "USD"), "another amount");
        assertRefused(new PaymentNotice(GATEWAY, "evt_1", order.id(), Money.ofUsd("12.51"), "USD"), "another amount");
        assertRefused(new PaymentNotice(GATEWAY, "evt_1", order.id(), right, "EUR"), "another currency");
        assertRefused(new PaymentNotice("manual", "evt_1", order.id(), right, "USD"), "another gateway");
    }

    @Test
    void refusesToPayAnOrderTwiceOrTwoOrdersByOneEvent() {
        PaymentOrder second = await(payments.orderCredit(ALICE, GATEWAY, Money.ofUsd("12.50"), "usr_alice"));
        Money amount = Money.ofUsd("12.50");
        await(payments.book(new PaymentNotice(GATEWAY, "evt_1", order.id(), amount, "USD"), "webhook"));

        assertRefused(new PaymentNotice(GATEWAY, "evt_2", order.id(), amount, "USD"), "booked before", amount.nanos());
        assertRefused(new PaymentNotice(GATEWAY, "evt_1", second.id(), amount, "USD"), "booked before", amount.nanos());
    }

    @Test
    void readsNothingIntoOtherOrMalformedEvents() {
        assertThat(verified(sent("evt_1", NOW, "{\"type\":\"payment.failed\"}")))
                .isEmpty();
        assertThat(verified(sent("evt_1", NOW, "not json"))).isEmpty();
        assertThat(verified(sent("evt_1", NOW, body(order.id(), "1e99", "USD"))))
                .isEmpty();
        assertThat(verified(sent("evt_1", NOW, "{\"type\":\"payment.succeeded\",\"order_id\":7}")))
                .isEmpty();
    }

    @Test
    void booksTheManualGatewaysPaymentsOnAnOperatorsWord() {
        PaymentOrder transfer =
                await(payments.orderInvoice(ALICE, ManualGateway.NAME, "inv_1", Money.ofUsd("5"), "operator"));
        assertThat(await(new ManualGateway().open(transfer))).contains("5 USD").contains(transfer.id());

        await(payments.book(
                new PaymentNotice(ManualGateway.NAME, transfer.id(), transfer.id(), Money.ofUsd("5"), "USD"),
                "operator"));

        assertThat(rig.number("SELECT sum(amount_nanos)::int8 FROM ledger_entry WHERE account = 'receivable'"))
                .isEqualTo(Money.ofUsd("-5").nanos());
    }

    private void assertRefused(PaymentNotice notice, String why) {
        assertRefused(notice, why, 0);
    }

    private void assertRefused(PaymentNotice notice, String why, long creditNanos) {
        assertThat(await(payments.book(notice, "webhook")).fold(Object::toString, NoticeVerdict.Refused::why))
                .contains(why);
        assertThat(credit()).isEqualTo(creditNanos);
    }

    private long credit() {
        return rig.number("SELECT coalesce(sum(remaining_nanos), 0)::int8 FROM credit");
    }

    private Optional<PaymentNotice> verified(NoticeVerifier.Sent sent) {
        return verifier.verify(sent, NOW);
    }

    private static String body(String order, String amount, String currency) {
        return new JsonObject()
                .put("type", "payment.succeeded")
                .put("order_id", order)
                .put("amount", amount)
                .put("currency", currency)
                .encode();
    }

    private static NoticeVerifier.Sent sent(String id, Instant at, String body) {
        try {
            String timestamp = String.valueOf(at.getEpochSecond());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
            byte[] signature = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            return new NoticeVerifier.Sent(
                    id, timestamp, "v1," + Base64.getEncoder().encodeToString(signature), Buffer.buffer(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
