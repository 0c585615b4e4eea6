package io.signalbox.billing.price;

import static io.signalbox.billing.BillingRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.ModelBook;
import io.signalbox.catalog.PriceList;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.money.Rates;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PriceBookTest {

    private static final TenantId ALICE = new TenantId("ten_alice");
    private static final TenantId BOB = new TenantId("ten_bob");
    private static final PriceList.Of GPT = new PriceList.Of("openai", "gpt-4o");
    private static final ModelBook BOOK = ModelBook.shipped();
    private static final Instant PAST = Instant.EPOCH;

    private Vertx vertx;
    private TestDatabase database;
    private ChangeFeed changes;
    private PriceDesk desk;
    private PriceWatch watch;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        changes = new ChangeFeed(vertx, database.options(), database.database());
        await(changes.start());
        desk = new PriceDesk(database.database(), changes);
        watch = new PriceWatch(database.database(), changes, Duration.ofMillis(400));
        await(desk.takeShipped(BOOK));
        await(database.database()
                .inTransaction(
                        ALICE,
                        tx -> new TenantStore()
                                .insert(
                                        ALICE,
                                        tx,
                                        new Tenant(
                                                ALICE,
                                                "Alice",
                                                ZoneOffset.UTC,
                                                Optional.empty(),
                                                PAST,
                                                Optional.empty()))));
    }

    @AfterEach
    void stop() {
        await(changes.close());
        database.close();
        await(vertx.close());
    }

    @Test
    void theShippedBookHoldsFromTheFirstStartToTheLastRate() {
        await(desk.takeShipped(BOOK));

        PriceList held = await(watch.of(ALICE));

        assertThat(held.version()).isEqualTo(BOOK.prices().version());
        assertThat(held.all()).isEqualTo(BOOK.prices().all());
        assertThat(await(desk.versions())).hasSize(1);
    }

    @Test
    void aDraftChangesNothingUntilItIsPublishedAndGoingBackIsPublishingAgain() {
        await(watch.of(ALICE));
        await(desk.draft("spring", file("{\"input\":\"2\",\"output\":\"8\"}"), false, "ops"));
        assertThat(nanos(ALICE)).isEqualTo(2_500_000_000L);

        await(desk.publish("spring", PAST, "ops", "cheaper"));
        assertThat(nanos(ALICE)).isEqualTo(2_000_000_000L);
        assertThat(version(ALICE)).isEqualTo("spring");

        await(desk.publish(BOOK.prices().version(), PAST, "ops", "back"));
        assertThat(nanos(ALICE)).isEqualTo(2_500_000_000L);
    }

    @Test
    void anImportKeepsWhatItDoesNotNameUnlessItReplacesAll() {
        PriceDiff beside = await(desk.compare(file("{\"input\":\"2\",\"output\":\"8\"}"), false));
        PriceDiff instead = await(desk.compare(file("{\"input\":\"2\",\"output\":\"8\"}"), true));

        assertThat(beside.removed()).isEmpty();
        assertThat(beside.changes()).anySatisfy(change -> {
            assertThat(change.rate()).isEqualTo("input");
            assertThat(change.percent()).hasValue("-20.0 %");
        });
        assertThat(instead.removed()).hasSizeGreaterThan(20);
    }

    @Test
    void aVersionIsNeverWrittenTwice() {
        await(desk.draft("spring", file("{\"input\":\"2\",\"output\":\"8\"}"), false, "ops"));

        assertThatThrownBy(() -> await(desk.draft("spring", file("{\"input\":\"1\",\"output\":\"1\"}"), false, "ops")))
                .isInstanceOf(Fault.class);
        assertThatThrownBy(() -> await(database.database()
                        .acrossTenants(tx -> tx.query("UPDATE price_row SET nanos_per_million = 1")
                                .execute())))
                .isNotNull();
    }

    @Test
    void whatWasPublishedByPeopleIsNotOverruledByANewerBuild() {
        await(desk.draft("ours", file("{\"input\":\"2\",\"output\":\"8\"}"), false, "ops"));
        await(desk.publish("ours", PAST, "ops", ""));

        await(desk.takeShipped(BOOK));

        assertThat(version(ALICE)).isEqualTo("ours");
    }

    @Test
    void pricesHoldFromTheirMomentOnWithoutAnybodyTouchingTheNode() {
        await(watch.of(ALICE));
        await(desk.draft("soon", file("{\"input\":\"2\",\"output\":\"8\"}"), false, "ops"));
        Instant soon = await(database.database()
                        .acrossTenants(tx -> tx.query("SELECT now() + interval '900 ms'")
                                .execute()
                                .map(rows -> rows.iterator().next().getOffsetDateTime(0))))
                .toInstant();
        await(desk.publish("soon", soon, "ops", ""));
        assertThat(version(ALICE)).isEqualTo(BOOK.prices().version());
        Promise<Void> come = Promise.promise();
        changes.subscribe(change -> watch.of(ALICE).onSuccess(prices -> {
            if (change.touches(Topic.PRICES) && prices.version().equals("soon")) {
                come.tryComplete();
            }
        }));

        watch.start(vertx);

        await(come.future());
        assertThat(nanos(ALICE)).isEqualTo(2_000_000_000L);
    }

    @Test
    void aTenantsOwnPriceIsItsAloneAndEndsWhenItIsWithdrawn() {
        override(1, Optional.of(Rates.ofText(7, 8)));

        assertThat(nanos(ALICE)).isEqualTo(7);
        assertThat(version(ALICE)).isEqualTo("own-1@openai:gpt-4o");
        assertThat(nanos(BOB)).isEqualTo(2_500_000_000L);
        assertThat(await(watch.of(ALICE)).find("openai", "gpt-4o"))
                .as("what the platform pays for is not for the tenant to price")
                .isEqualTo(BOOK.prices().find("openai", "gpt-4o"));

        override(2, Optional.empty());
        assertThat(nanos(ALICE)).isEqualTo(2_500_000_000L);
        assertThat(version(ALICE)).isEqualTo(BOOK.prices().version());
    }

    private void override(long version, Optional<Rates> rates) {
        PriceOverrideStore store = new PriceOverrideStore();
        await(changes.changing(
                ALICE,
                new io.signalbox.db.Change(Topic.PRICES, ALICE, ""),
                tx -> store.insert(ALICE, tx, new PriceOverride(GPT, version, PAST, rates, "", "ops"))));
    }

    private long nanos(TenantId tenant) {
        return priced(tenant).rates().nanosPerMillion(io.signalbox.money.TokenClass.INPUT);
    }

    private String version(TenantId tenant) {
        return priced(tenant).version();
    }

    private PriceList.Priced priced(TenantId tenant) {
        return await(watch.of(tenant)).findDirect("openai", "gpt-4o").orElseThrow();
    }

    private static PriceFile file(String gptRates) {
        return PriceFile.read(
                ("{\"prices\":[{\"provider\":\"openai\",\"model\":\"gpt-4o\",\"source\":\"a letter\",\"usd_per_million\":"
                                + gptRates + "}]}")
                        .getBytes(StandardCharsets.UTF_8));
    }
}
