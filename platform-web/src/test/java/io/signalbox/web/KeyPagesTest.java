package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.key.KeyHasher;
import io.signalbox.key.KeySecret;
import io.signalbox.key.KeyUse;
import io.signalbox.key.KeyVerdict;
import io.signalbox.key.KeyVerdict.Revoked;
import io.signalbox.key.KeyVerdict.Valid;
import io.signalbox.key.KeyVerifier;
import io.signalbox.telemetry.Meters;
import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import java.util.HashMap;
import java.util.Map;
import org.jsoup.Connection.Response;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyPagesTest {

    private static final String SCRIPT = "<script>alert(1)</script>";

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

    private Document created(String name) {
        return TestBrowser.parsed(
                browser.submit(browser.open("/keys"), "main form[action=/keys]", Map.of("name", name)));
    }

    @Test
    void showsANewKeysSecretOnceWithProgramsThatUseIt() {
        Document page = created("support-bot");

        String secret = page.expectFirst("#secret").text();
        assertThat(KeySecret.parse(secret)).isPresent();
        assertThat(page.expectFirst("#curl").text()).contains(secret, site.url() + "/v1/chat/completions");
        assertThat(page.expectFirst("#python").text()).contains(secret, "base_url=\"" + site.url() + "/v1\"");
        Document list = browser.open("/keys");
        assertThat(list.text())
                .contains("support-bot", KeySecret.parse(secret).orElseThrow().masked(), "active", "never")
                .doesNotContain(secret);
    }

    @Test
    void issuesSecretsThatTheGatewayAcceptsUntilRevoked() {
        String secret = created("support-bot").expectFirst("#secret").text();

        KeyVerifier verifier = new KeyVerifier(
                new KeyHasher(site.masterKey()),
                site.database(),
                site.feed(),
                new KeyUse(site.database()),
                site::now,
                new Meters(new SimpleMeterRegistry()));

        KeyVerdict before = TestSite.await(verifier.verify(secret));
        String path = browser.open("/keys").expectFirst("a[href$=revoke]").attr("href");
        browser.submit(browser.open(path), "main form", Map.of());
        KeyVerdict after = TestSite.await(verifier.verify(secret));

        assertThat(before)
                .isInstanceOfSatisfying(
                        Valid.class,
                        valid -> assertThat(valid.caller().tenant()).isEqualTo(acme.tenant()));
        assertThat(after).isInstanceOf(Revoked.class);
    }

    @Test
    void makesTestKeysThatSaySo() {
        Document page = TestBrowser.parsed(browser.submit(
                browser.open("/keys"), "main form[action=/keys]", Map.of("name", "trial", "mode", "test")));

        assertThat(page.expectFirst("#secret").text()).startsWith("sb_test_");
        assertThat(page.text()).contains("never costs money");
        assertThat(browser.open("/keys").select("tbody .tag").text()).isEqualTo("test");
    }

    @Test
    void keepsWhatWasTypedWhenTheNameIsRefused() {
        Response answer =
                browser.submit(browser.open("/keys"), "main form[action=/keys]", Map.of("name", "  ", "mode", "test"));

        assertThat(answer.statusCode()).isEqualTo(422);
        Document page = TestBrowser.parsed(answer);
        assertThat(page.expectFirst("#name-error").text()).isEqualTo("Give the key a name.");
        assertThat(page.expectFirst("#name").attr("aria-describedby")).isEqualTo("name-error");
        assertThat(page.expectFirst("#mode option[selected]").val()).isEqualTo("test");
        assertThat(browser.post("/keys", form("name", "x".repeat(101))).statusCode())
                .isEqualTo(422);
    }

    @Test
    void writesNamesAsText() {
        Seeded odd = site.tenant("A" + SCRIPT, Role.OWNER);
        browser = site.signedIn(odd);

        created(SCRIPT);

        Document list = browser.open("/keys");
        assertThat(list.select("script:not([src])")).isEmpty();
        assertThat(list.expectFirst("tbody th").text()).startsWith(SCRIPT);
        assertThat(list.expectFirst(".who b").text()).isEqualTo("A" + SCRIPT);
        assertThat(list.expectFirst("a[href$=revoke]").attr("aria-label")).isEqualTo("Revoke " + SCRIPT);
    }

    @Test
    void revokesAfterSayingWhatThatMeans() {
        created("old-bot");
        String path = browser.open("/keys").expectFirst("a[href$=revoke]").attr("href");
        Document question = browser.open(path);

        Response answer = browser.submit(question, "main form", Map.of());

        assertThat(question.text()).contains("refused", "cannot be undone", "never been used");
        assertThat(answer.header("location")).isEqualTo("/keys");
        Document list = browser.open("/keys");
        assertThat(list.expectFirst("tbody tr").text()).contains("old-bot", "revoked");
        assertThat(list.select("tbody a")).isEmpty();
    }

    @Test
    void rotatesWithGrace() {
        String first = created("bot").expectFirst("#secret").text();
        String path = browser.open("/keys").expectFirst("a[href$=rotate]").attr("href");

        Document page = TestBrowser.parsed(browser.submit(browser.open(path), "main form", Map.of("grace", "1")));

        assertThat(page.expectFirst("#secret").text()).isNotEqualTo(first);
        assertThat(page.text()).contains("The old secret works until 24 Nov 2026 13:00 Europe/Berlin.");
    }

    @Test
    void answersForAnotherTenantsKeyAsForNone() {
        created("mine");
        String mine = browser.open("/keys").expectFirst("a[href$=revoke]").attr("href");
        TestBrowser stranger = site.signedIn(site.tenant("Umbrella", Role.OWNER));
        String token = stranger.open("/keys").expectFirst("input[name=_form]").val();

        for (String path : new String[] {mine, mine.replace("revoke", "rotate")}) {
            assertThat(words(stranger.get(path)))
                    .isEqualTo(words(stranger.get("/keys/key_00000000000000000000000000/revoke")));
            assertThat(stranger.post(path, Map.of("_form", token)).statusCode()).isEqualTo(404);
        }
        assertThat(stranger.get("/keys/nonsense/revoke").statusCode()).isEqualTo(404);
        assertThat(browser.open("/keys").expectFirst("tbody tr").text()).contains("active");
    }

    @Test
    void refusesAForeignTenantsApp() {
        Seeded other = site.tenant("Umbrella", Role.OWNER);

        Response answer =
                browser.post("/keys", form("name", "x", "app", other.app().value()));

        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void showsViewersKeysButLetsThemChangeNone() {
        created("bot");
        String path = browser.open("/keys").expectFirst("a[href$=revoke]").attr("href");
        TestBrowser viewer = site.signedIn(site.memberOf(acme, Role.VIEWER));

        Document list = viewer.open("/keys");

        assertThat(list.text()).contains("bot", "active");
        assertThat(list.select("main form, main tbody a")).isEmpty();
        String token = list.expectFirst("input[name=_form]").val();
        assertThat(viewer.get(path).statusCode()).isEqualTo(403);
        assertThat(viewer.post(path, Map.of("_form", token)).statusCode()).isEqualTo(403);
        assertThat(viewer.post("/keys", Map.of("_form", token, "name", "x")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void changesNothingWithoutTheFormsToken() {
        created("bot");
        String path = browser.open("/keys").expectFirst("a[href$=revoke]").attr("href");

        assertThat(browser.post(path).statusCode()).isEqualTo(403);
        assertThat(browser.post("/keys", Map.of("name", "y")).statusCode()).isEqualTo(403);
        assertThat(browser.get(path).statusCode()).isEqualTo(200);
        assertThat(browser.open("/keys").select("tbody tr")).hasSize(1);
    }

    private Map<String, String> form(String... fields) {
        Document page = browser.open("/keys");
        Map<String, String> form = new HashMap<>(Map.of(
                "_form",
                page.expectFirst("input[name=_form]").val(),
                "app",
                acme.app().value(),
                "mode",
                "live"));
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return form;
    }

    /** A page's text without the request's own id. */
    private static String words(Response response) {
        return response.statusCode() + TestBrowser.parsed(response).text().replaceAll("web_\\w+", "");
    }
}
