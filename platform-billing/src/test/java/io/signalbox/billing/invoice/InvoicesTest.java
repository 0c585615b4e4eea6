package io.signalbox.billing.invoice;

import static io.signalbox.billing.Attempts.attempt;
import static io.signalbox.billing.Attempts.caller;
import static io.signalbox.billing.Attempts.cents;
import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.billing.Attempts;
import io.signalbox.billing.BillingRig;
import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.charge.Credit;
import io.signalbox.billing.charge.Plan;
import io.signalbox.billing.charge.PlanTerms;
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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calendar stories of a tenant in Kathmandu, whose months begin at 18:15 UTC. */
class InvoicesTest {

    private static final Caller ALICE = caller("alice");
    private static final Caller BOB = caller("bob");
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final Instant LAST_MOMENT = Instant.parse("2026-11-30T18:14:59Z");
    private static final Instant FIRST_MOMENT = Instant.parse("2026-11-30T18:15:00Z");

    @TempDir
    private Path journal;

    private Vertx vertx;
    private TestDatabase database;
    private BillingRig rig;
    private Charging charging;
    private Invoices invoices;
    private final InvoiceStore store = new InvoiceStore();
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
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void billsTheMonthWhereTheTenantLivesAndNothingBeforeItIsOver() {
        use(ALICE, LAST_MOMENT, cents(30));
        use(ALICE, FIRST_MOMENT, cents(50));
        await(charging.run());

        today = LAST_MOMENT;
        assertThat(await(invoices.run(NOVEMBER))).isZero();
        today = FIRST_MOMENT;
        assertThat(await(invoices.run(NOVEMBER))).isEqualTo(1);

        assertThat(november().total()).isEqualTo(cents(30));
        assertThat(november().state()).isEqualTo(Invoice.State.DRAFT);
    }

    @Test
    void bringsLateNewsToTheNextInvoiceMarkedAsLate() {
        // Given
        use(ALICE, LAST_MOMENT, cents(30));
        await(charging.run());
        today = FIRST_MOMENT;
        await(invoices.run(NOVEMBER));
        await(invoices.issue(ALICE.tenant(), november().id()));

        // When
        use(ALICE, LAST_MOMENT, cents(7));
        use(ALICE, FIRST_MOMENT, cents(5));
        await(charging.run());
        today = Instant.parse("2027-01-02T00:00:00Z");
        await(invoices.run(NOVEMBER));
        await(invoices.run(YearMonth.of(2026, 12)));

        // Then
        Invoice december = invoice(ALICE, YearMonth.of(2026, 12));
        assertThat(november().total()).isEqualTo(cents(30));
        assertThat(december.total()).isEqualTo(cents(12));
        assertThat(lines(december))
                .filteredOn(InvoiceLine::late)
                .extracting(InvoiceLine::amount)
                .containsExactly(Money.ZERO, Money.ZERO, cents(7));
        assertThat(rig.number("SELECT sum(price_nanos + fee_nanos)::int8 FROM charge"))
                .isEqualTo(november().total().plus(december.total()).nanos());
    }

    @Test
    void showsMarkupFeesAndWhatCreditPaid() {
        // Given
        PlanTerms terms = new PlanTerms(PlanTerms.Kind.POSTPAID, 1_000, 100, 0, cents(500));
        await(charging.agree(ALICE.tenant(), new Plan(0, terms, today, "operator")));
        await(charging.credit(
                ALICE.tenant(),
                Credit.whole("crd_1", Credit.Kind.GRANT, cents(40), Optional.empty(), "", "operator", today)));
        use(ALICE, LAST_MOMENT, cents(100));
        await(charging.run());
        today = FIRST_MOMENT;
        await(invoices.run(NOVEMBER));

        // When
        Invoice issued = await(invoices.issue(ALICE.tenant(), november().id()));

        // Then: 110 price, 1 fee, 500 a month; 40 from the grant
        assertThat(issued.total()).isEqualTo(cents(611));
        assertThat(issued.credits()).isEqualTo(cents(40));
        assertThat(issued.due()).isEqualTo(cents(571));
        assertThat(lines(issued))
                .extracting(InvoiceLine::meter)
                .containsExactly("input", "output", "unsplit", "platform_fee", "monthly_fee");
        assertThat(balance("receivable")).isEqualTo(cents(571));
        assertThat(InvoiceCsv.of(issued, lines(issued))).contains("platform_fee,false,false,0,0.01");
    }

    @Test
    void numbersWithoutGapsOverAllTenantsAndGivesBackWithANote() {
        // Given
        use(ALICE, LAST_MOMENT, cents(30));
        use(BOB, LAST_MOMENT, cents(20));
        await(charging.run());
        today = Instant.parse("2026-12-02T00:00:00Z");
        await(invoices.run(NOVEMBER));

        // When
        await(invoices.issue(ALICE.tenant(), november().id()));
        Invoice bobs = await(invoices.issue(BOB.tenant(), invoice(BOB, NOVEMBER).id()));
        Invoice note = await(invoices.creditNote(ALICE.tenant(), november().id(), cents(10), "sorry"));

        // Then
        assertThat(november().number()).contains(1L);
        assertThat(bobs.number()).contains(2L);
        assertThat(note.number()).contains(3L);
        assertThat(note.total()).isEqualTo(cents(10).negated());
        assertThat(balance("receivable")).isEqualTo(cents(20));
        assertThatThrownBy(() ->
                        await(invoices.creditNote(ALICE.tenant(), november().id(), cents(21), "more")))
                .hasMessageContaining("at most 0.2");
        Invoice annulled = await(invoices.annul(BOB.tenant(), bobs.id(), "mistake"));
        assertThat(annulled.state()).isEqualTo(Invoice.State.VOID);
    }

    @Test
    void freezesWhatIsIssued() {
        use(ALICE, LAST_MOMENT, cents(30));
        await(charging.run());
        today = FIRST_MOMENT;
        await(invoices.run(NOVEMBER));
        await(invoices.issue(ALICE.tenant(), november().id()));

        for (String change : List.of(
                "UPDATE invoice SET total_nanos = 1, due_nanos = 1",
                "UPDATE invoice SET state = 'draft', number = NULL, issued_at = NULL",
                "DELETE FROM invoice",
                "UPDATE invoice_line SET amount_nanos = 1",
                "DELETE FROM invoice_line",
                "DELETE FROM invoice_charge")) {
            assertThatThrownBy(() -> rig.sql(change)).hasMessageMatching("(?s).*(frozen|denied).*");
        }
        assertThatThrownBy(() -> await(invoices.issue(ALICE.tenant(), november().id())))
                .hasMessageContaining("issued");
    }

    private Invoice november() {
        return invoice(ALICE, NOVEMBER);
    }

    private Invoice invoice(Caller of, YearMonth month) {
        return await(database.database().inTransaction(of.tenant(), tx -> store.list(of.tenant(), tx))).stream()
                .filter(each -> each.month().equals(month) && each.kind() == Invoice.Kind.INVOICE)
                .findFirst()
                .orElseThrow();
    }

    private List<InvoiceLine> lines(Invoice invoice) {
        return await(
                database.database().inTransaction(ALICE.tenant(), tx -> store.lines(ALICE.tenant(), tx, invoice.id())));
    }

    private Money balance(String account) {
        return await(database.database()
                        .inTransaction(ALICE.tenant(), tx -> new LedgerStore().balances(ALICE.tenant(), tx)))
                .getOrDefault(account, Money.ZERO);
    }

    /** As the drain does. */
    private void use(Caller caller, Instant at, Money cost) {
        UsageEvent event =
                Attempts.event(attempt(rig, caller, 10, 10), TokenUsage.ofText(10, 10), Optional.of(cost), at);
        UsageStore usage = new UsageStore();
        await(database.database()
                .acrossTenants(tx -> usage.insert(tx, List.of(new Settlement(event, cost)))
                        .compose(ids -> new LedgerStore().postUsage(tx, ids))));
    }
}
