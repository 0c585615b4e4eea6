package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.tenant.Role;
import io.signalbox.web.page.WebSettings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Connection.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErrorPageTest {

    private static TestSite site;

    @BeforeAll
    static void start() {
        site = TestSite.start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void saysInWordsThatThereIsNoSuchPage() {
        Response answer = new TestBrowser(site.url()).get("/nowhere/<script>");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.header("x-request-id")).startsWith("web_");
        assertThat(answer.body()).contains("There is no such page", answer.header("x-request-id"));
        assertThat(answer.body()).doesNotContain("<script>");
    }

    @Test
    void leavesWhatDoesNotAskForHtmlToOthers() {
        Response answer =
                new TestBrowser(site.url()).header("accept", "application/json").get("/nowhere");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("Signalbox");
    }

    @Test
    void refusesOversizedForms() {
        TestBrowser browser = site.signedIn(site.tenant("Acme", Role.OWNER));

        Response answer = browser.post("/keys", Map.of("name", "x".repeat(100_000)));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("Too large").doesNotContain("Exception");
    }

    @Test
    void sendsTheSecurityHeadersWithEveryPage() {
        TestBrowser browser = site.signedIn(site.tenant("Acme", Role.OWNER));

        for (String path : new String[] {"/sign-in", "/keys", "/nowhere"}) {
            Response answer = browser.get(path);
            assertThat(answer.header("content-security-policy"))
                    .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.header("cross-origin-opener-policy")).isEqualTo("same-origin");
            assertThat(answer.header("cross-origin-resource-policy")).isEqualTo("same-origin");
            assertThat(answer.header("cache-control")).isEqualTo("no-store");
            assertThat(answer.body()).doesNotContain("style=", "onclick", "<style");
        }
    }

    @Test
    void servesItsOwnFilesForEver() {
        TestBrowser browser = new TestBrowser(site.url());
        String css =
                browser.open("/sign-in").expectFirst("link[rel=stylesheet]").attr("href");

        Response current = browser.get(css);
        Response former = browser.get("/assets/0000000000000000/app.css");

        assertThat(current.header("cache-control")).contains("immutable");
        assertThat(current.contentType()).startsWith("text/css");
        assertThat(former.statusCode()).isEqualTo(200);
        assertThat(former.header("cache-control")).isEqualTo("no-cache");
        assertThat(browser.get("/assets/0000000000000000/..%2fpage.html").statusCode())
                .isEqualTo(404);
    }

    @Test
    void bindsTheCookieToTheHostBehindTls() {
        WebSettings settings = new WebSettings(Optional.of(URI.create("https://gateway.example")), true);
        try (TestSite tls = TestSite.start(settings, 0)) {
            Response answer = new TestBrowser(tls.url()).post(tls.linkFor(tls.tenant("Acme", Role.OWNER)));

            assertThat(answer.header("set-cookie"))
                    .startsWith("__Host-signalbox=")
                    .contains("Secure", "Path=/");
            assertThat(answer.header("strict-transport-security")).startsWith("max-age=");
            TestBrowser browser = tls.signedIn(tls.tenant("Acme", Role.OWNER));
            assertThat(browser.open("/start").text()).contains("https://gateway.example/v1", "Sandbox.");
        }
    }
}
