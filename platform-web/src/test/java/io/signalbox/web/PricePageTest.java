package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PricePageTest {

    private static TestSite site;

    @BeforeAll
    static void start() {
        site = TestSite.start();
        site.importPrices();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void tellsEveryPriceWithItsSourceAndGivesItAsAFile() {
        Seeded acme = site.tenant("Acme", Role.OWNER);
        TestBrowser browser = site.signedIn(acme);

        Document page = browser.open("/prices");

        assertThat(page.select("table tbody tr")).hasSizeGreaterThan(20);
        String gemini = page.select("tr:contains(gemini-2.5-pro)").text();
        assertThat(gemini).contains("$1.25").contains("input above 200000 $2.5").contains("ai.google.dev");
        assertThat(page.text()).doesNotContain("Unpriced.").doesNotContain("sandbox/small");
        assertThat(browser.get("/prices.csv").body()).contains("gemini,gemini-2.5-pro,output above 200000,15,");
    }
}
