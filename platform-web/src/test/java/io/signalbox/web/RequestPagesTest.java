package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.key.NewKey;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import io.signalbox.web.TestUsage.Ask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestPagesTest {

    private static final Instant MORNING = Instant.parse("2026-11-24T08:00:00Z");
    private static final TokenUsage TOKENS = new TokenUsage(2104, 1024, 0, 0, 388, 120, 0, 0, 0);

    private static TestSite site;
    private Seeded acme;
    private KeyId key;
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
        key = TestSite.await(site.keys()
                        .create(
                                site.acting(acme),
                                new NewKey(acme.app(), "support-bot", KeyMode.LIVE, Set.of(), Optional.empty())))
                .key()
                .id();
        browser = site.signedIn(acme);
        usage = new TestUsage(site, acme, key);
    }

    private static Ask pinned(Instant at, String model) {
        return new Ask(at, model, model, Optional.empty(), TokenUsage.ofText(100, 10), List.of());
    }

    private static Ask fallenBack() {
        return new Ask(MORNING, "smart-select", "gpt-4.1", Optional.of("code"), TOKENS, List.of("gpt-4o-mini"));
    }

    @Test
    void listsNewestFirstWhatWasAskedAndWhatServed() {
        usage.answered(Ask.smart(MORNING, "qa", "gpt-5-nano", 1000, 100));
        usage.answered(pinned(MORNING.plusSeconds(60), "gpt-4.1"));
        usage.refused(pinned(MORNING.plusSeconds(120), "gpt-9"), 404, "model_not_found");
        usage.store();

        Document page = browser.open("/requests");

        List<String> rows = page.select("tbody tr").eachText();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0)).contains("24 Nov 09:02:00", "gpt-9", "404 model not found", "—");
        assertThat(rows.get(1)).contains("gpt-4.1", "200", "$0.00028").doesNotContain("→");
        assertThat(rows.get(2)).contains("smart-select → gpt-5-nano", "qa", "support-bot", "$0.00009");
    }

    @Test
    void filtersByModelStatusAndKey() {
        usage.answered(Ask.smart(MORNING, "qa", "gpt-5-nano", 1000, 100));
        usage.answered(pinned(MORNING, "gpt-4.1"));
        usage.refused(pinned(MORNING, "gpt-9"), 404, "model_not_found");
        usage.refused(pinned(MORNING, "gpt-4.1"), 502, "provider_error");
        usage.store();

        assertThat(rows("/requests?model=gpt-5-nano"))
                .singleElement()
                .asString()
                .contains("smart-select");
        assertThat(rows("/requests?model=gpt-4.1")).hasSize(2);
        assertThat(rows("/requests?status=failed")).singleElement().asString().contains("502");
        assertThat(rows("/requests?status=refused")).singleElement().asString().contains("404");
        assertThat(rows("/requests?status=ok")).hasSize(2);
        assertThat(rows("/requests?key=" + key)).hasSize(4);
        assertThat(rows("/requests?key=key_OTHER")).isEmpty();
        Document form = browser.open("/requests?status=failed&model=gpt-4.1");
        assertThat(form.expectFirst("#status option[selected]").val()).isEqualTo("failed");
        assertThat(form.expectFirst("#model").val()).isEqualTo("gpt-4.1");
        assertThat(form.select("a[href=/requests]").text()).contains("Clear");
    }

    private List<String> rows(String path) {
        return browser.open(path).select("tbody tr").eachText();
    }

    @Test
    void ignoresFiltersItDoesNotUnderstandAndSaysSo() {
        usage.answered(pinned(MORNING, "gpt-4.1"));
        usage.store();

        Document page = browser.open("/requests?status=%3Cb%3E&before=yesterday&key=nonsense");

        assertThat(page.select("tbody tr")).hasSize(1);
        assertThat(page.expectFirst(".note").text())
                .isEqualTo("Not understood and ignored: status “<b>”, key “nonsense”, page “yesterday”");
    }

    @Test
    void pagesThroughEveryRequestOnce() {
        Set<String> all = new LinkedHashSet<>();
        for (int i = 0; i < 120; i++) {
            all.add(usage.answered(pinned(MORNING.plusSeconds(i / 3), "gpt-4.1"))
                    .requestId());
        }
        usage.store();

        List<String> seen = new ArrayList<>();
        String path = "/requests?model=gpt-4.1&status=ok";
        while (!path.isEmpty()) {
            Document page = browser.open(path);
            page.select("tbody a").forEach(link -> seen.add(link.attr("href").substring("/requests/".length())));
            path = page.select("a[rel=next]").attr("href");
        }

        assertThat(seen).hasSize(120).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void explainsWhyThatModelAndWhatItCost() {
        RequestRecord request = usage.answered(fallenBack());
        usage.store();

        Document page = browser.open("/requests/" + request.requestId());

        assertThat(page.expectFirst("h1").text()).isEqualTo("smart-select → gpt-4.1");
        Element why = page.expectFirst("section[aria-labelledby=why]");
        assertThat(why.text())
                .contains("First choice was gpt-4o-mini at openai, which failed (provider rate limited)")
                .contains("Task “code” from the header x-signalbox-task; routing policy shipped-1.")
                .contains("gpt-5-nano", "costs more", "chosen");
        assertThat(page.select("section[aria-labelledby=attempts] tbody tr").eachText())
                .satisfiesExactly(
                        first -> assertThat(first).contains("1 gpt-4o-mini", "provider rate limited"),
                        second -> assertThat(second).contains("2 gpt-4.1", "served", "$0.008784"));
        assertThat(page.text()).contains("support-bot", "Body not stored");
    }

    @Test
    void tokensTimesRatesAreTheCost() {
        RequestRecord request = usage.answered(fallenBack());
        usage.store();

        Element cost = browser.open("/requests/" + request.requestId()).expectFirst("section[aria-labelledby=cost]");

        assertThat(cost.select("tbody tr").eachText())
                .containsExactly(
                        "input 2,104 $2.00 $0.004208",
                        "input, cached 1,024 $0.50 $0.000512",
                        "output 388 $8.00 $0.003104",
                        "reasoning 120 $8.00 $0.00096");
        assertThat(cost.expectFirst("tfoot tr").text()).isEqualTo("Total 3,636 $0.008784");
        assertThat(cost.text()).contains("price book 2026-11-24");
    }

    @Test
    void tellsARequestThatNeverReachedAProvider() {
        RequestRecord request = usage.refused(pinned(MORNING, "gpt-4.1"), 402, "budget_exceeded");
        usage.store();

        Document page = browser.open("/requests/" + request.requestId());

        assertThat(page.text())
                .contains("402 budget exceeded", "Nothing was sent to a provider", "nothing was sent to a provider")
                .doesNotContain("$0.00 ");
        assertThat(page.select("section[aria-labelledby=attempts]")).isEmpty();
    }

    @Test
    void writesWhatCallersSentAsText() {
        String evil = "<img src=x onerror=alert(1)>";
        usage.refused(
                new Ask(MORNING, evil, "gpt-4.1", Optional.of(evil), TokenUsage.NONE, List.of()),
                404,
                "model_not_found");
        RequestRecord request = usage.answered(new Ask(MORNING, evil, "gpt-4.1", Optional.of(evil), TOKENS, List.of()));
        usage.store();

        for (String path : List.of("/requests", "/requests/" + request.requestId(), "/")) {
            Document page = browser.open(path);
            assertThat(page.select("img, [onerror]")).isEmpty();
            assertThat(page.text()).contains(evil);
        }
        Document filtered = browser.open("/requests?model=%22%3E%3Cimg%20src%3Dx%3E");
        assertThat(filtered.select("img")).isEmpty();
        assertThat(filtered.expectFirst("#model").val()).isEqualTo("\"><img src=x>");
    }

    @Test
    void answersForAnotherTenantsRequestAsForNone() {
        RequestRecord request = usage.answered(fallenBack());
        usage.store();
        TestBrowser stranger = site.signedIn(site.tenant("Umbrella", Role.OWNER));

        String theirs = stranger.get("/requests/" + request.requestId()).body();
        String nobodys =
                stranger.get("/requests/req_00000000000000000000000000").body();

        assertThat(theirs.replaceAll("web_\\w+", "")).isEqualTo(nobodys.replaceAll("web_\\w+", ""));
        assertThat(theirs).contains("There is no such page");
        assertThat(stranger.open("/requests").select("tbody tr")).isEmpty();
    }

    @Test
    void isClosedToMembersWhoMayNotReadRequests() {
        TestBrowser billing = site.signedIn(site.memberOf(acme, Role.BILLING));

        assertThat(billing.get("/requests").statusCode()).isEqualTo(403);
        assertThat(billing.open("/").select(".bar nav").text()).doesNotContain("Requests");
    }
}
