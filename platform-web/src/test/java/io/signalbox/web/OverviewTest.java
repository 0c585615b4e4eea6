package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.budget.Budget;
import io.signalbox.billing.budget.BudgetScope;
import io.signalbox.billing.budget.BudgetStore;
import io.signalbox.billing.budget.BudgetWindow;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.key.KeyId;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import io.signalbox.web.TestUsage.Ask;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverviewTest {

    private static final KeyId KEY = new KeyId("key_BOT");

    /** 11 p.m. in Berlin, and so still the day before by UTC's calendar of the next. */
    private static final Instant LATE_ON_THE_23RD = Instant.parse("2026-11-23T22:30:00Z");

    /** Half past midnight in Berlin on the 24th. */
    private static final Instant EARLY_ON_THE_24TH = Instant.parse("2026-11-23T23:30:00Z");

    private static TestSite site;
    private Seeded acme;
    private TestBrowser browser;
    private TestUsage usage;

    @BeforeAll
    static void start() {
        site = TestSite.start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void seed() {
        acme = site.tenant("Acme", Role.OWNER);
        browser = site.signedIn(acme);
        usage = new TestUsage(site, acme, KEY);
    }

    /** 1M tokens in at $2.00 and none out: two dollars exactly. */
    private void twoDollars(Instant at, String task) {
        usage.answered(Ask.smart(at, task, "gpt-4.1", 1_000_000, 0));
    }

    private static String figure(Document page, String label) {
        return page.select(".figures dt").stream()
                .filter(term -> term.text().equals(label))
                .findFirst()
                .orElseThrow()
                .nextElementSibling()
                .text();
    }

    private static BigDecimal sumOf(Document page, String table, int column) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Element row : page.select("section[aria-labelledby=" + table + "] tbody tr")) {
            sum = sum.add(usd(row.child(column).text()));
        }
        return sum;
    }

    private static BigDecimal totalOf(Document page, String table, int column) {
        return usd(page.expectFirst("section[aria-labelledby=" + table + "] tfoot tr")
                .child(column)
                .text());
    }

    private static BigDecimal usd(String text) {
        return new BigDecimal(text.replaceAll("[$,]", ""));
    }

    @Test
    void saysWhatToDoWhenNothingWasUsed() {
        Document page = browser.open("/");

        assertThat(page.text()).contains("No requests in this period", "Show me how", "There is no budget yet");
        assertThat(page.select("a[href=/start].button")).hasSize(1);
    }

    @Test
    void countsDaysInTheTenantsZone() {
        twoDollars(LATE_ON_THE_23RD, "code");
        twoDollars(EARLY_ON_THE_24TH, "code");
        twoDollars(EARLY_ON_THE_24TH, "qa");
        usage.store();

        Document page = browser.open("/");

        assertThat(figure(page, "Spend today")).isEqualTo("$4.00");
        assertThat(figure(page, "Spend this month")).isEqualTo("$6.00");
        assertThat(page.text()).contains("Europe/Berlin", "data to 12:00:00", "1–24 Nov 2026");
        Element today = page.expectFirst("section[aria-labelledby=days-table] tbody tr");
        assertThat(today.text()).isEqualTo("24 Nov 2 $4.00");
    }

    @Test
    void tablesAndChartAddUpToTheSameTotal() {
        twoDollars(LATE_ON_THE_23RD, "code");
        usage.answered(Ask.smart(EARLY_ON_THE_24TH, "qa", "gpt-5-nano", 40_000_000, 3_000_000));
        usage.answered(Ask.smart(Instant.parse("2026-11-02T10:00:00Z"), "qa", "mistral-small", 7_000_000, 900_000));
        usage.answered(Ask.smart(Instant.parse("2026-10-31T22:00:00Z"), "qa", "gpt-4.1", 1_000_000, 0));
        usage.store();

        Document page = browser.open("/");

        BigDecimal month = usd(figure(page, "Spend this month"));
        assertThat(totalOf(page, "by-model", 4)).isEqualByComparingTo(month);
        assertThat(totalOf(page, "by-task", 4)).isEqualByComparingTo(month);
        assertThat(totalOf(page, "days-table", 2)).isEqualByComparingTo(month);
        assertThat(sumOf(page, "by-model", 4)).isEqualByComparingTo(month);
        assertThat(sumOf(page, "days-table", 2)).isEqualByComparingTo(month);
        assertThat(page.select(".chart rect")).hasSize(24);
        assertThat(page.expectFirst(".chart svg").attr("aria-label")).contains(figure(page, "Spend this month"));
        assertThat(page.select(".chart rect title").last().text()).isEqualTo("24 Nov: $3.20 so far");
    }

    @Test
    void separatesSandboxMoneyFromRealMoney() {
        twoDollars(EARLY_ON_THE_24TH, "code");
        usage.answered(Ask.smart(EARLY_ON_THE_24TH, "light", "sandbox/small", 10_000_000, 0));
        usage.store();

        Document page = browser.open("/?range=today");

        assertThat(figure(page, "Spend today")).isEqualTo("$3.00");
        assertThat(page.select(".figures .sandbox").eachText())
                .containsExactly(
                        "includes $1.00 sandbox: not real money",
                        "includes $1.00 sandbox: not real money",
                        "includes sandbox requests: not real money");
        assertThat(page.select("section[aria-labelledby=by-model] .tag").text()).isEqualTo("sandbox");
        assertThat(page.select(".chart")).isEmpty();
    }

    @Test
    void showsWhatRoutingSavedAsAnEstimateWithItsRule() {
        usage.answered(Ask.smart(EARLY_ON_THE_24TH, "qa", "gpt-5-nano", 20_000_000, 0));
        usage.store();

        Document page = browser.open("/");

        assertThat(figure(page, "Saved by routing, estimated")).isEqualTo("≈ $39.00");
        assertThat(page.text()).contains("98 % less than your primary model", "It never enters the ledger");
    }

    @Test
    void countsRequestsAndErrors() {
        twoDollars(EARLY_ON_THE_24TH, "code");
        Ask ask = new Ask(EARLY_ON_THE_24TH, "gpt-4.1", "gpt-4.1", Optional.empty(), TokenUsage.NONE, List.of());
        usage.refused(ask, 402, "budget_exceeded");
        usage.refused(ask, 502, "provider_error");
        usage.refused(ask, 502, "provider_error");
        usage.store();

        Document page = browser.open("/");

        assertThat(figure(page, "Requests")).isEqualTo("4");
        assertThat(page.text()).contains("75 % errors: 1 refused, 2 failed");
    }

    @Test
    void showsBudgetsAsMetersWithWords() {
        BudgetId id = new BudgetId(site.ids().next("bud"));
        Budget budget = new Budget(
                id,
                acme.tenant(),
                "Team <b>limit</b>",
                BudgetScope.APP,
                acme.app().value(),
                BudgetWindow.MONTH,
                Money.ofUsd("20"),
                1,
                acme.member().value(),
                site.now(),
                site.now());
        TestSite.await(site.database()
                .inTransaction(acme.tenant(), tx -> new BudgetStore().insert(acme.tenant(), tx, budget)));
        site.spend(acme, id, Money.ofUsd("17.2"), Money.ofUsd("0.4"));

        Document page = browser.open("/");

        Element meter = page.expectFirst("[role=meter]");
        assertThat(meter.attr("aria-label")).isEqualTo("Team <b>limit</b>");
        assertThat(meter.attr("aria-valuenow")).isEqualTo("86");
        assertThat(meter.select(".used").attr("width")).isEqualTo("860");
        assertThat(meter.select(".held").attr("width")).isEqualTo("880");
        assertThat(page.text())
                .contains("Nearly used up", "$17.20 of $20.00 used (86 %)", "$0.40 held by running requests")
                .contains("app default · per month");
        assertThat(page.select("b:containsOwn(limit)").text()).isEqualTo("Team <b>limit</b>");
    }

    @Test
    void followsTheUrlAndSaysWhatItDidNotUnderstand() {
        twoDollars(Instant.parse("2026-10-28T10:00:00Z"), "code");
        usage.store();

        Document thirty = browser.open("/?range=30d");
        Document unknown = browser.open("/?range=%3Cscript%3E");

        assertThat(thirty.select(".ranges [aria-current]").text()).isEqualTo("30 days");
        assertThat(thirty.text()).contains("26 Oct – 24 Nov 2026");
        assertThat(totalOf(thirty, "by-model", 4)).isEqualByComparingTo("2");
        assertThat(unknown.text()).contains("The period “<script>” is not known");
    }

    @Test
    void showsNothingOfOtherTenants() {
        twoDollars(EARLY_ON_THE_24TH, "code");
        usage.store();
        TestBrowser stranger = site.signedIn(site.tenant("Umbrella", Role.OWNER));

        assertThat(stranger.open("/").text()).contains("No requests in this period");
    }
}
