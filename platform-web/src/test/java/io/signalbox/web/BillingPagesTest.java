package io.signalbox.web;

import static io.signalbox.web.TestSite.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.charge.Charging;
import io.signalbox.billing.charge.Credit;
import io.signalbox.billing.charge.Plan;
import io.signalbox.billing.charge.PlanTerms;
import io.signalbox.billing.invoice.Invoice;
import io.signalbox.billing.invoice.InvoiceStore;
import io.signalbox.billing.invoice.Invoices;
import io.signalbox.key.KeyId;
import io.signalbox.money.Money;
import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import io.signalbox.web.TestUsage.Ask;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jsoup.Connection.Response;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BillingPagesTest {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final Instant IN_OCTOBER = Instant.parse("2026-10-20T10:00:00Z");
    /** Already November in Berlin. */
    private static final Instant LATE_EVENING = Instant.parse("2026-10-31T23:30:00Z");

    private static TestSite site;
    private static Charging charging;
    private static Invoices invoices;
    private Seeded acme;
    private TestBrowser browser;

    @BeforeAll
    static void start() {
        site = TestSite.start();
        charging = new Charging(site.database(), site.feed(), site.ids(), site::now);
        invoices = new Invoices(site.database(), charging, site.ids(), site::now);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void seed() {
        acme = site.tenant("Acme", Role.OWNER);
        browser = site.signedIn(acme);
    }

    private void agree(PlanTerms terms) {
        await(charging.agree(acme.tenant(), new Plan(1, terms, Instant.parse("2026-01-01T00:00:00Z"), "test")));
    }

    private void grant(String usd, String note) {
        await(charging.credit(
                acme.tenant(),
                Credit.whole(
                        site.ids().next("crd"),
                        Credit.Kind.GRANT,
                        Money.ofUsd(usd),
                        Optional.of(Instant.parse("2027-01-31T11:00:00Z")),
                        note,
                        "test",
                        Instant.parse("2026-10-01T00:00:00Z"))));
    }

    private void use(Instant... times) {
        TestUsage usage = new TestUsage(site, acme, new KeyId(site.ids().next("key")));
        for (Instant at : times) {
            usage.answered(Ask.smart(at, "code", "gpt-4.1", 1_000_001, 333_333));
        }
        usage.store();
        await(charging.run());
    }

    private Invoice october() {
        await(invoices.run(OCTOBER));
        return await(site.database().inTransaction(acme.tenant(), tx -> new InvoiceStore().list(acme.tenant(), tx)))
                .get(0);
    }

    private static BigDecimal amount(Element cell) {
        return new BigDecimal(cell.text().replace("−", "-").replace("$", "").replace(",", ""));
    }

    private static BigDecimal sum(List<Element> cells) {
        return cells.stream().map(BillingPagesTest::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void tellsANewTenantThatNothingWasChargedYet() {
        Document page = browser.open("/billing");

        assertThat(page.text())
                .contains("Europe/Berlin", "November 2026 so far", "1 Dec 2026", "None yet.", "None so far");
        assertThat(page.select("nav a[aria-current=page]").text()).isEqualTo("Billing");
    }

    @Test
    void countsTheMonthWhereTheTenantLivesAndAddsUp() {
        // Given
        agree(new PlanTerms(PlanTerms.Kind.POSTPAID, 1_000, 333, 0, Money.ZERO));
        grant("5", "<b>welcome</b>");
        use(IN_OCTOBER, LATE_EVENING, site.now());

        // When
        Document page = browser.open("/billing");

        // Then
        assertThat(page.select(".figures").text()).contains("2 charges", "Owed", "Credit left");
        Element soFar = page.expectFirst("section[aria-labelledby=so-far]");
        assertThat(sum(soFar.select("tbody .num"))).isEqualByComparingTo(amount(soFar.expectFirst("tfoot .num")));
        Element account = page.expectFirst("section[aria-labelledby=account]");
        assertThat(sum(account.select("tbody .num:last-child")))
                .isEqualByComparingTo(amount(account.expectFirst("tfoot .num")));
        assertThat(account.text()).contains("24 Nov 2026 charge");
        String credits = page.expectFirst("section[aria-labelledby=credits]").text();
        assertThat(credits).contains("<b>welcome</b>", "31 Jan 2027 12:00");
        assertThat(page.html()).doesNotContain("<b>welcome</b>");
    }

    @Test
    void printsAnInvoiceWhoseLinesAddUpToItsTotalAndFromThereToWhatIsDue() {
        // Given
        agree(new PlanTerms(PlanTerms.Kind.POSTPAID, 1_000, 333, 0, Money.ofUsd("20")));
        grant("1.25", "");
        use(IN_OCTOBER, LATE_EVENING);
        await(site.database()
                .inTransaction(
                        acme.tenant(),
                        tx -> tx.preparedQuery("INSERT INTO billing_profile VALUES ($1, 'Acme & Söhne GmbH',"
                                        + " 'Allee 1', 'DE1', 'pay@acme.example', 'PO 7', 1, 'test', now())")
                                .execute(Tuple.of(acme.tenant().value()))));
        Invoice draft = october();
        assertThat(browser.open("/billing/invoices/" + draft.id()).text())
                .contains("Draft invoice", "draft", "Name Acme", "none before it is issued");
        Invoice issued = await(invoices.issue(acme.tenant(), draft.id()));
        Invoice note = await(invoices.creditNote(acme.tenant(), draft.id(), Money.ofUsd("0.5"), "an outage"));

        // When
        Document page = browser.open("/billing/invoices/" + draft.id());

        // Then
        assertThat(page.text())
                .contains(
                        "Invoice " + issued.number().orElseThrow(),
                        "1 Oct 2026 to 31 Oct 2026, Europe/Berlin",
                        "Acme & Söhne GmbH",
                        "default gpt-4.1 input 1,000,001",
                        "platform fee",
                        "monthly fee",
                        "Credit note " + note.number().orElseThrow(),
                        "an outage");
        Element lines = page.expectFirst("section[aria-labelledby=lines]");
        List<Element> foot = lines.select("tfoot .num");
        assertThat(amount(foot.get(0)))
                .isEqualByComparingTo(issued.total().usd())
                .isEqualByComparingTo(sum(lines.select("tbody .num:last-child")));
        BigDecimal due = amount(foot.get(foot.size() - 1));
        assertThat(sum(foot.subList(0, foot.size() - 1))).isEqualByComparingTo(due);
        assertThat(due)
                .isEqualByComparingTo(issued.due().minus(Money.ofUsd("0.5")).usd());
        assertThat(browser.open("/billing/invoices/" + note.id()).text())
                .contains("about Invoice " + issued.number().orElseThrow(), "In your favour $0.50");
    }

    @Test
    void givesEveryTableAsAFile() {
        grant("5", "welcome");
        use(IN_OCTOBER, site.now());
        String id = october().id();

        assertThat(browser.get("/billing/invoices/" + id + ".csv").body()).contains(",gpt-4.1,input,");
        assertThat(browser.get("/billing/invoices.csv").body()).contains(id + ",invoice,,,draft,2026-10,Europe/Berlin");
        assertThat(browser.get("/billing/credits.csv").body()).contains(",grant,", ",welcome,5");
        assertThat(browser.get("/billing/statement.csv").body()).contains(",opening,,", ",charge,ltx_", ",closing,,");
    }

    @Test
    void answersForAnothersInvoiceAsForAnUnknownOne() {
        use(IN_OCTOBER);
        String id = october().id();
        TestBrowser stranger = site.signedIn(site.tenant("Other", Role.OWNER));

        for (String ending : List.of("", ".csv")) {
            assertThat(browser.get("/billing/invoices/" + id + ending).statusCode())
                    .isEqualTo(200);
            Response others = stranger.get("/billing/invoices/" + id + ending);
            Response unknown = stranger.get("/billing/invoices/inv_unknown" + ending);
            assertThat(others.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(404);
            assertThat(TestBrowser.parsed(others).expectFirst("h1").text())
                    .isEqualTo(TestBrowser.parsed(unknown).expectFirst("h1").text());
        }
    }

    @Test
    void keepsBillingFromDevelopers() {
        TestBrowser developer = site.signedIn(site.memberOf(acme, Role.DEVELOPER));

        assertThat(developer.get("/billing").statusCode()).isEqualTo(403);
        assertThat(developer.open("/").select("nav").text()).doesNotContain("Billing");
    }
}
