package io.signalbox.billing.focus;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.Attempts;
import io.signalbox.billing.BillingRig;
import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.charge.Plan;
import io.signalbox.billing.charge.PlanTerms;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.InvoiceStore;
import io.signalbox.billing.invoice.Invoices;
import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.billing.usage.UsageStore;
import io.signalbox.db.ChangeFeed;
import io.signalbox.id.IdSource;
import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tenant in Kathmandu, whose November ends at 18:15 UTC, exports of it. */
class FocusExportTest {

    /** By FOCUS 1.2; the second list may be null. */
    private static final List<String> MANDATORY = List.of(
            "BilledCost",
            "BillingAccountId",
            "BillingCurrency",
            "BillingPeriodEnd",
            "BillingPeriodStart",
            "ChargeCategory",
            "ChargePeriodEnd",
            "ChargePeriodStart",
            "ContractedCost",
            "EffectiveCost",
            "InvoiceIssuerName",
            "ListCost",
            "ProviderName",
            "PublisherName",
            "ServiceCategory",
            "ServiceName");

    private static final List<String> NULLABLE =
            List.of("BillingAccountName", "ChargeClass", "ChargeDescription", "PricingQuantity", "PricingUnit");

    private static final Caller ALICE = caller("alice");
    private static final Caller BOB = caller("bob");
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);
    private static final Instant LAST_MOMENT = Instant.parse("2026-11-30T18:14:59Z");
    private static final Instant FIRST_MOMENT = Instant.parse("2026-11-30T18:15:00Z");

    @TempDir
    private Path journal;

    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;
    private Charging charging;
    private Invoices invoices;
    private FocusExport export;
    private Instant today = Instant.parse("2026-11-03T00:00:00Z");

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        rig = new BillingRig(vertx, database.database(), database.options(), journal);
        rig.tenant(ALICE.tenant());
        rig.tenant(BOB.tenant());
        rig.sql("UPDATE tenant SET reporting_zone = 'Asia/Kathmandu' WHERE tenant_id = 'ten_alice'");
        InstantSource calendar = () -> today;
        IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
        charging = new Charging(
                database.database(), new ChangeFeed(vertx, database.options(), database.database()), ids, calendar);
        invoices = new Invoices(database.database(), charging, ids, calendar);
        export = new FocusExport(database.database(), calendar);
        PlanTerms terms = new PlanTerms(PlanTerms.Kind.POSTPAID, 1_000, 100, 200, cents(500));
        await(charging.agree(ALICE.tenant(), new Plan(0, terms, today, "operator")));
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void addsUpToTheInvoiceBeforeAndAfterItIsIssuedAndWhenItIsGivenBack() {
        // Given
        use(ALICE, LAST_MOMENT, new Money(333_333_333), false);
        use(ALICE, LAST_MOMENT.minusSeconds(7_200), cents(7), true);
        use(ALICE, FIRST_MOMENT, cents(50), false);
        use(BOB, LAST_MOMENT, cents(9), false);
        await(charging.run());
        today = FIRST_MOMENT;
        await(invoices.run(NOVEMBER));
        Money drafted = billed(rows(NOVEMBER));
        assertThat(drafted).isEqualTo(invoice(NOVEMBER).total());

        // When
        await(invoices.issue(ALICE.tenant(), invoice(NOVEMBER).id()));
        use(ALICE, LAST_MOMENT, cents(3), false);
        await(charging.run());

        // Then
        assertThat(billed(rows(NOVEMBER)))
                .isEqualTo(drafted)
                .isEqualTo(invoice(NOVEMBER).total());
        assertThat(rows(DECEMBER))
                .filteredOn(row -> row.get("ChargeClass").equals("Correction"))
                .allMatch(row -> row.get("ChargePeriodEnd").equals(FIRST_MOMENT.toString()))
                .isNotEmpty();
        today = Instant.parse("2027-01-02T00:00:00Z");
        await(invoices.run(DECEMBER));
        assertThat(billed(rows(DECEMBER))).isEqualTo(invoice(DECEMBER).total());

        await(invoices.creditNote(ALICE.tenant(), invoice(NOVEMBER).id(), cents(10), "=sorry"));
        assertThat(billed(rows(NOVEMBER))).isEqualTo(drafted.minus(cents(10)));
        assertThat(rows(NOVEMBER)).filteredOn(FocusExportTest::isCredit).hasSize(1);
        await(invoices.issue(ALICE.tenant(), invoice(DECEMBER).id()));
        await(invoices.annul(ALICE.tenant(), invoice(DECEMBER).id(), "mistake"));
        assertThat(billed(rows(DECEMBER))).isEqualTo(Money.ZERO);
        assertThat(rows(DECEMBER))
                .filteredOn(row -> row.get("ChargeCategory").equals("Adjustment"))
                .hasSize(1);
    }

    @Test
    void hasTheColumnsOfTheFormat() {
        use(ALICE, LAST_MOMENT, cents(30), false);
        await(charging.run());

        List<Map<String, String>> rows = rows(NOVEMBER);

        assertThat(rows).hasSize(5).allSatisfy(row -> {
            assertThat(row.keySet()).containsAll(MANDATORY).containsAll(NULLABLE);
            MANDATORY.forEach(column -> assertThat(row.get(column)).as(column).isNotEmpty());
        });
        assertThat(rows)
                .filteredOn(row -> row.get("SkuMeter").equals("output"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("ChargeCategory", "Usage")
                        .containsEntry("ChargePeriodStart", "2026-11-30T18:00:00Z")
                        .containsEntry("ChargePeriodEnd", FIRST_MOMENT.toString())
                        .containsEntry("BillingPeriodStart", "2026-10-31T18:15:00Z")
                        .containsEntry("ConsumedQuantity", "10")
                        .containsEntry("ConsumedUnit", "Tokens")
                        .containsEntry("SubAccountId", "app_alice")
                        .containsEntry("ResourceId", "key_alice")
                        .containsEntry("PublisherName", "sandbox")
                        .containsEntry("x_Task", "summarization"));
    }

    @Test
    void billsOnlyTheFeeOfWhatTheProviderBillsItself() {
        use(ALICE, LAST_MOMENT, cents(100), true);
        await(charging.run());

        List<Map<String, String>> rows = rows(NOVEMBER).stream()
                .filter(row -> row.get("x_CredentialType").equals("tenant"))
                .toList();

        assertThat(rows)
                .filteredOn(row -> row.get("ChargeCategory").equals("Usage"))
                .allMatch(row -> row.get("BilledCost").equals("0"))
                .extracting(row -> row.get("x_ProviderCostEstimate"))
                .contains("1");
        assertThat(rows)
                .filteredOn(row -> row.get("ChargeCategory").equals("Purchase"))
                .extracting(row -> row.get("BilledCost"))
                .containsExactly("0.02");
    }

    @Test
    void readsAnHourOfManyGroupsInPages() {
        for (int i = 0; i < FocusStore.PAGE_MAX + 1; i++) {
            use(caller("alice", "alice", "key" + i), LAST_MOMENT, cents(1), false);
        }
        await(charging.run());

        List<Map<String, String>> rows = rows(NOVEMBER);

        assertThat(rows.stream().map(row -> row.get("ResourceId")).filter(key -> !key.isEmpty()))
                .hasSize(4 * (FocusStore.PAGE_MAX + 1));
        assertThat(billed(rows).nanos())
                .isEqualTo(rig.number("SELECT sum(price_nanos + fee_nanos)::int8 FROM charge")
                        + cents(500).nanos());
    }

    private static boolean isCredit(Map<String, String> row) {
        return row.get("ChargeCategory").equals("Credit");
    }

    private static Money billed(List<Map<String, String>> rows) {
        return rows.stream().map(row -> Money.ofUsd(row.get("BilledCost"))).reduce(Money.ZERO, Money::plus);
    }

    private List<Map<String, String>> rows(YearMonth month) {
        FocusExport.Pieces pieces = await(export.open(ALICE.tenant(), month));
        StringBuilder csv = new StringBuilder();
        for (Optional<String> piece = await(pieces.next()); piece.isPresent(); piece = await(pieces.next())) {
            csv.append(piece.get());
        }
        String[] lines = csv.toString().split("\r\n", -1);
        String[] columns = lines[0].split(",", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 1; i < lines.length - 1; i++) {
            String[] cells = lines[i].split(",", -1);
            assertThat(cells).hasSameSizeAs(columns);
            Map<String, String> row = new HashMap<>();
            for (int column = 0; column < columns.length; column++) {
                row.put(columns[column], cells[column]);
            }
            rows.add(row);
        }
        return rows;
    }

    private Invoice invoice(YearMonth month) {
        return await(database.database()
                        .inTransaction(ALICE.tenant(), tx -> new InvoiceStore().list(ALICE.tenant(), tx)))
                .stream()
                .filter(each -> each.month().equals(month) && each.kind() == Invoice.Kind.INVOICE)
                .findFirst()
                .orElseThrow();
    }

    private void use(Caller caller, Instant at, Money cost, boolean direct) {
        UsageEvent plain =
                Attempts.event(attempt(rig, caller, 10, 10), TokenUsage.ofText(10, 10), Optional.of(cost), at);
        UsageEvent event = direct ? direct(plain) : plain;
        await(database.database()
                .acrossTenants(tx -> new UsageStore()
                        .insert(tx, List.of(new Settlement(event, cost)))
                        .compose(ids -> new LedgerStore().postUsage(tx, ids))));
    }

    private static UsageEvent direct(UsageEvent event) {
        return new UsageEvent(
                event.eventId(),
                event.requestId(),
                event.attempt(),
                event.tenant(),
                event.app(),
                event.key(),
                event.mode(),
                event.provider(),
                true,
                event.model(),
                event.requestedModel(),
                event.task(),
                event.routeReason(),
                event.usage(),
                event.cost(),
                event.baseline(),
                event.confidence(),
                event.priceVersion(),
                event.startedAt(),
                event.endedAt());
    }
}
