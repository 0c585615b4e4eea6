package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import java.util.Map;
import org.jsoup.Connection.Response;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetPagesTest {

    private static TestSite site;

    private Seeded acme;
    private TestBrowser browser;

    @BeforeAll
    static void start() {
        site = TestSite.start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void signIn() {
        acme = site.tenant("Acme", Role.OWNER);
        browser = site.signedIn(acme);
    }

    private Document previewed(Map<String, String> fields) {
        return TestBrowser.parsed(
                browser.submit(browser.open("/budgets"), "main form[action=/budgets/preview]", fields));
    }

    private String created(String name, String limit) {
        Document effect = previewed(Map.of("name", name, "limit", limit));
        Response answer = browser.submit(effect, "main form", Map.of());
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.header("location");
    }

    @Test
    void showsTheEffectBeforeABudgetIsSet() {
        Document effect = previewed(Map.of("name", "October", "limit", "250"));

        assertThat(effect.expectFirst("h1").text()).isEqualTo("Set “October”?");
        assertThat(effect.text())
                .contains("Up to $250.00 more can be spent until it resets.", "begins at nothing spent");
        assertThat(browser.open("/budgets").text()).contains("No budgets yet");
        Response set = browser.submit(effect, "main form", Map.of());
        Document page = browser.open(set.header("location"));
        assertThat(page.expectFirst("h1").text()).isEqualTo("October");
        assertThat(page.text()).contains("$0.00 of $250.00 used", "Resets", "created");
        assertThat(browser.open("/budgets").select("[role=meter]")).hasSize(1);
    }

    @Test
    void keepsWhatWasTypedWhenItIsRefused() {
        Response answer = browser.submit(
                browser.open("/budgets"),
                "main form[action=/budgets/preview]",
                Map.of("name", "odd", "limit", "12,50", "scope", "app", "which", "nowhere"));

        assertThat(answer.statusCode()).isEqualTo(422);
        Document page = TestBrowser.parsed(answer);
        assertThat(page.expectFirst("#refusal").text()).startsWith("The limit is an amount of USD");
        assertThat(page.expectFirst("#limit").val()).isEqualTo("12,50");
        assertThat(page.expectFirst("#scope option[selected]").val()).isEqualTo("app");
    }

    @Test
    void findsAnAppByItsName() {
        String name = TestSite.await(site.database()
                        .inTransaction(acme.tenant(), tx -> new AppStore().find(acme.tenant(), tx, acme.app())))
                .orElseThrow()
                .name();

        Document effect = previewed(Map.of("name", "app's", "limit", "5", "scope", "app", "which", name));

        assertThat(effect.text()).contains("app " + name + " · per month");
    }

    @Test
    void changesALimitOnceItsEffectWasSeen() {
        String path = created("October", "250");

        Document effect = TestBrowser.parsed(
                browser.submit(browser.open(path), "main form[action$=/preview]", Map.of("limit", "0")));

        assertThat(effect.text()).contains("$250.00 → $0.00", "It is used up already");
        assertThat(browser.open(path).text()).contains("of $250.00 used");
        browser.submit(effect, "main form", Map.of());
        assertThat(browser.open(path).text()).contains("Used up: requests are refused with 402", "limit 250 → 0");
        assertThat(browser.submit(effect, "main form", Map.of()).statusCode()).isEqualTo(412);
    }

    @Test
    void raisesALimitForAWhile() {
        String path = created("October", "250");

        Document effect = TestBrowser.parsed(browser.submit(
                browser.open(path),
                "main form[action$=/raise]",
                Map.of("amount", "50", "days", "7", "reason", "launch week")));

        assertThat(effect.text()).contains("of $300.00 used", "It lapses by itself");
        assertThat(browser.open(path).text()).contains("of $250.00 used");
        browser.submit(effect, "main form", Map.of());
        assertThat(browser.open(path).text()).contains("of $300.00 used", "raised by $50.00", "launch week");
    }

    @Test
    void archivesABudgetAfterAsking() {
        String path = created("October", "250");

        Document sure = browser.open(path + "/archive");
        browser.submit(sure, "main form", Map.of());

        assertThat(browser.open("/budgets").text()).contains("No budgets yet");
    }

    @Test
    void showsViewersNoForms() {
        created("October", "250");

        Document page = site.signedIn(site.memberOf(acme, Role.VIEWER)).open("/budgets");

        assertThat(page.text()).contains("October");
        assertThat(page.select("main form")).isEmpty();
    }
}
