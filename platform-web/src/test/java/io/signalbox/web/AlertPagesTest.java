package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertPagesTest {

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
    void seed() {
        acme = site.tenant("Acme", Role.OWNER);
        browser = site.signedIn(acme);
    }

    private Document added(String kind, String target) {
        return TestBrowser.parsed(browser.submit(
                browser.open("/alerts"),
                "main form[action=/alerts/channels]",
                Map.of("name", "<b>pager</b>", "kind", kind, "target", target)));
    }

    @Test
    void showsAWebhooksSecretOnceAndItsPathNever() {
        Document made = added("webhook", "https://hooks.example.com/in/very-secret");

        String secret = made.expectFirst("#secret").text();
        assertThat(secret).startsWith("whsec_");
        Document page = browser.open("/alerts");
        assertThat(page.text()).contains("<b>pager</b>", "https://hooks.example.com:443/…", "active");
        assertThat(page.html()).doesNotContain(secret, "very-secret", "<b>pager</b>");
    }

    @Test
    void saysWhyATargetIsRefusedAndKeepsWhatWasTyped() {
        Document refused = added("webhook", "http://10.0.0.1/in");

        assertThat(refused.expectFirst("#target-error").text()).contains("https://");
        assertThat(refused.expectFirst("#target").attr("value")).isEqualTo("http://10.0.0.1/in");
    }

    @Test
    void sendsATestAndTurnsAChannelOff() {
        added("email", "ops@acme.example");

        browser.submit(browser.open("/alerts"), "main form[action$=/test]", Map.of());
        assertThat(browser.open("/alerts").text()).contains("alert.test", "pending");
        browser.submit(browser.open("/alerts"), "main form[action$=/off]", Map.of());

        assertThat(browser.open("/alerts").text()).contains("disabled");
    }

    @Test
    void showsAViewerNoChannelsAndNothingToPress() {
        added("email", "ops@acme.example");
        TestBrowser viewer = site.signedIn(site.tenant("Acme", Role.VIEWER));

        Document page = viewer.open("/alerts");

        assertThat(page.text()).contains("Raised", "Rules").doesNotContain("Channels", "Add a channel");
        assertThat(page.select("main form")).isEmpty();
    }
}
