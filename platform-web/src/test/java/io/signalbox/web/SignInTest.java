package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.tenant.MemberStore;
import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jsoup.Connection.Response;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {

    private static TestSite site;
    private Seeded acme;

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
        site.moveTo(TestSite.NOON);
        acme = site.tenant("Acme", Role.OWNER);
    }

    @Test
    void asksVisitorsToSignIn() {
        TestBrowser browser = new TestBrowser(site.url());

        Response answer = browser.get("/start");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("location")).isEqualTo("/sign-in");
        assertThat(browser.open("/sign-in").text()).contains("one-time link", "first-run.json");
    }

    @Test
    void signsInByTheButtonOfTheLinkOnly() {
        // Given
        String link = site.linkFor(acme);
        TestBrowser browser = new TestBrowser(site.url());
        Document first = browser.open(link);
        Document again = browser.open(link);

        // When
        Response answer = browser.submit(again, "main form", Map.of());

        // Then
        assertThat(first.select("main form button").text()).isEqualTo("Sign in");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("location")).isEqualTo("/");
        assertThat(browser.open("/start").select(".who").text()).contains("Acme", "Ana");
    }

    @Test
    void setsACookieThatScriptsAndOtherSitesCannotUse() {
        Response answer = new TestBrowser(site.url()).post(site.linkFor(acme));

        assertThat(answer.header("set-cookie"))
                .startsWith("signalbox=")
                .contains("HTTPOnly", "SameSite=Lax", "Path=/", "Max-Age=43200")
                .doesNotContain("Secure", "Domain");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void refusesALinkThatWasUsed() {
        String link = site.linkFor(acme);
        new TestBrowser(site.url()).post(link);
        TestBrowser second = new TestBrowser(site.url());

        Response answer = second.post(link);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(TestBrowser.parsed(answer).text()).contains("used already");
        assertThat(second.cookies()).isEmpty();
    }

    @Test
    void letsOnlyOneOfManyAtOnceUseALink() {
        String link = site.linkFor(acme);

        List<CompletableFuture<Integer>> answers = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> new TestBrowser(site.url()).post(link).statusCode()))
                .limit(6)
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join)).containsOnlyOnce(303);
    }

    @Test
    void refusesALinkOlderThanThirtyMinutesAndOneThatNeverWas() {
        String link = site.linkFor(acme);
        site.moveTo(TestSite.NOON.plus(Duration.ofMinutes(30)));
        TestBrowser browser = new TestBrowser(site.url());

        assertThat(browser.post(link).statusCode()).isEqualTo(403);
        assertThat(browser.post("/sign-in/nonsense").statusCode()).isEqualTo(403);
        assertThat(browser.post("/sign-in/%3Cscript%3E").body()).doesNotContain("<script>alert");
    }

    @Test
    void refusesALinkPressedOnAnotherSite() {
        String link = site.linkFor(acme);
        TestBrowser foreign = new TestBrowser(site.url()).header("sec-fetch-site", "cross-site");

        assertThat(foreign.post(link).statusCode()).isEqualTo(403);
        assertThat(foreign.cookies()).isEmpty();
    }

    @Test
    void endsTheSessionAtOnceOnSigningOut() {
        TestBrowser browser = site.signedIn(acme);
        Map<String, String> stolen = Map.copyOf(browser.cookies());

        Response answer = browser.submit(browser.open("/start"), ".who form", Map.of());

        assertThat(answer.header("location")).isEqualTo("/sign-in?signed-out");
        assertThat(browser.cookies()).isEmpty();
        TestBrowser thief = new TestBrowser(site.url());
        thief.cookies().putAll(stolen);
        assertThat(thief.get("/start").statusCode()).isEqualTo(303);
    }

    @Test
    void endsTheSessionOnEveryNode() {
        TestBrowser browser = site.signedIn(acme);
        TestBrowser elsewhere = new TestBrowser(site.startNeighbour());
        elsewhere.cookies().putAll(browser.cookies());
        assertThat(elsewhere.get("/start").statusCode()).isEqualTo(200);

        browser.submit(browser.open("/start"), ".who form", Map.of());

        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        int status = 200;
        while (status == 200 && System.nanoTime() < deadline) {
            status = elsewhere.get("/start").statusCode();
        }
        assertThat(status).isEqualTo(303);
    }

    @Test
    void endsTheSessionAfterTwelveHours() {
        TestBrowser browser = site.signedIn(acme);
        site.moveTo(TestSite.NOON.plus(Duration.ofHours(12)));

        assertThat(browser.get("/start").statusCode()).isEqualTo(303);
    }

    @Test
    void refusesATokenThatWasTamperedWith() {
        TestBrowser browser = site.signedIn(acme);
        String[] parts = browser.cookies().get("signalbox").split("\\.");
        String none = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0";
        String untyped = "eyJhbGciOiJIUzI1NiJ9";

        for (String forged : List.of(
                parts[0] + "." + parts[1] + "A." + parts[2],
                parts[0] + "." + parts[1] + "." + parts[2].substring(1),
                none + "." + parts[1] + ".",
                untyped + "." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1],
                "a.b.c",
                "x".repeat(4000))) {
            browser.cookies().put("signalbox", forged);
            assertThat(browser.get("/start").statusCode()).as(forged).isEqualTo(303);
        }
    }

    @Test
    void doesNotLetADisabledMemberIn() {
        String link = site.linkFor(acme);
        TestSite.await(site.database()
                .inTransaction(
                        acme.tenant(),
                        tx -> tx.query("UPDATE member SET disabled_at = now()")
                                .execute()
                                .compose(done -> new MemberStore().find(acme.tenant(), tx, acme.member()))));

        assertThat(new TestBrowser(site.url()).post(link).statusCode()).isEqualTo(403);
    }

    @Test
    void refusesFormsThatAreNotOurs() {
        TestBrowser browser = site.signedIn(acme);
        String token = browser.open("/start").select("input[name=_form]").val();
        Map<String, String> good = Map.of("_form", token);

        assertThat(browser.post("/sign-out", Map.of("_form", "forged")).statusCode())
                .isEqualTo(403);
        assertThat(browser.post("/sign-out").statusCode()).isEqualTo(403);
        browser.header("sec-fetch-site", "cross-site");
        assertThat(browser.post("/sign-out", good).statusCode()).isEqualTo(403);
        browser.header("sec-fetch-site", "same-site");
        assertThat(browser.post("/sign-out", good).statusCode()).isEqualTo(403);
        browser.header("sec-fetch-site", "");
        assertThat(browser.post("/sign-out", good).statusCode()).isEqualTo(403);
        browser.header("origin", "null");
        assertThat(browser.post("/sign-out", good).statusCode()).isEqualTo(403);
        browser.header("origin", "https://evil.example");
        assertThat(browser.post("/sign-out", good).statusCode()).isEqualTo(403);
        browser.header("origin", site.url());
        assertThat(browser.post("/sign-out", good).statusCode()).isEqualTo(303);
    }

    @Test
    void refusesTheFormTokenOfAnotherSession() {
        TestBrowser other = site.signedIn(acme);
        String token = other.open("/start").select("input[name=_form]").val();
        TestBrowser browser = site.signedIn(acme);

        assertThat(browser.post("/sign-out", Map.of("_form", token)).statusCode())
                .isEqualTo(403);
    }

    @Test
    void slowsDownGuessing() {
        TestSite guessed = TestSite.start();
        try (guessed) {
            TestBrowser browser = new TestBrowser(guessed.url());
            for (int i = 0; i < 20; i++) {
                assertThat(browser.post("/sign-in/guess" + i).statusCode()).isEqualTo(403);
            }

            assertThat(browser.post("/sign-in/guess").statusCode()).isEqualTo(429);
        }
    }
}
