package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.key.KeyId;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import io.signalbox.web.TestUsage.Ask;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jsoup.Connection.Response;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsagePageTest {

    private static final KeyId KEY = new KeyId("key_BOT");
    private static final List<String> ZONES =
            List.of("Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "America/New_York", "Europe/Berlin");
    private static final List<String> TASKS = List.of("code", "qa", "extraction");

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

    /** Whole cents, so that what the page rounds is exact: 5,000 tokens in at $2.00 a million are one. */
    private void cents(Instant at, String task, int cents) {
        usage.answered(Ask.smart(at, task, "gpt-4.1", 5_000L * cents, 0));
    }

    @Test
    void chartTableAndFilesTellTheSameTotalInAnyZoneRangeAndFilter() {
        Random random = new Random(11);
        Instant first = Instant.parse("2026-10-20T00:00:00Z");
        for (int i = 0; i < 250; i++) {
            Instant at = first.plus(Duration.ofMinutes(15L * random.nextInt(4 * 24 * 30)))
                    .plusSeconds(random.nextInt(3) - 1);
            cents(at, TASKS.get(random.nextInt(3)), 1 + random.nextInt(300));
        }
        usage.store();
        for (int i = 0; i < 25; i++) {
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            LocalDate from = LocalDate.parse("2026-10-21").plusDays(random.nextInt(20));
            LocalDate to = from.plusDays(random.nextInt(12));
            String filter = random.nextBoolean() ? "&task=" + TASKS.get(random.nextInt(3)) : "";
            String asked = "?from=" + from + "&to=" + to + "&tz=" + zone + "&group="
                    + List.of("task", "model", "app", "key").get(random.nextInt(4)) + filter;
            String requests = "?from=" + from.atStartOfDay(zone).toInstant() + "&to="
                    + to.plusDays(1).atStartOfDay(zone).toInstant() + filter;

            Document page = browser.open("/usage" + asked);

            BigDecimal total = csvSum("/usage.csv" + asked);
            assertThat(csvSum("/requests.csv" + requests)).as(asked).isEqualByComparingTo(total);
            assertThat(usd(figure(page, "Cost"))).as(asked).isEqualByComparingTo(total);
            if (total.signum() > 0) {
                assertThat(sum(page, "by-group", 4)).as(asked).isEqualByComparingTo(total);
                assertThat(sum(page, "figures-table", 2)).as(asked).isEqualByComparingTo(total);
                assertThat(chartSum(page)).as(asked).isEqualByComparingTo(total);
                assertThat(page.text()).contains(zone.getId());
            }
        }
    }

    @Test
    void followsItsUrlAndItsLinks() {
        cents(Instant.parse("2026-11-24T08:00:00Z"), "code", 200);
        cents(Instant.parse("2026-11-24T08:00:00Z"), "qa", 100);
        cents(Instant.parse("2026-11-17T08:00:00Z"), "code", 150);
        usage.store();

        Document page = browser.open("/usage?range=7d&group=task&compare=prev");
        Element code = page.expectFirst("section[aria-labelledby=by-group] tbody tr");
        Document narrowed = browser.open(code.expectFirst("a").attr("href"));

        assertThat(code.text()).startsWith("code 1 400,000 0 $2.00 $1.50 +33 %".replace("400,000", "1,000,000"));
        assertThat(page.expectFirst("select[name=group] option[selected]").text())
                .isEqualTo("Task");
        assertThat(page.select("input[name=compare][checked]")).hasSize(1);
        assertThat(page.select("nav.ranges a[aria-current]").text()).isEqualTo("7 days");
        assertThat(figure(narrowed, "Cost")).isEqualTo("$2.00");
        assertThat(narrowed.expectFirst("input[name=task]").val()).isEqualTo("code");
    }

    @Test
    void splitsSavingsInFourThatAddUp() {
        usage.answered(new Ask(
                Instant.parse("2026-11-24T08:00:00Z"),
                "smart-select",
                "gpt-5-nano",
                Optional.of("qa"),
                TokenUsage.ofText(20_000_000, 0),
                List.of()));
        usage.store();

        Document page = browser.open("/usage");

        assertThat(figure(page, "Routing")).isEqualTo("≈ $39.00");
        assertThat(figure(page, "Prompt cache")).isEqualTo("≈ $0.00");
        assertThat(page.text()).contains("$40.00 without them − $39.00 saved = $1.00 cost");
    }

    @Test
    void namesWhatItDoesNotUnderstandAndGoesOn() {
        Document page = browser.open("/usage?range=fortnight&tz=Mars&group=colour&from=tomorrow");

        assertThat(page.select(".note").text())
                .contains("period “fortnight”", "time zone “Mars”", "group “colour”", "date “tomorrow”");
        assertThat(page.text()).contains("Nothing was used in this period");
        assertThat(browser.open("/usage?from=2020-01-01&to=2026-01-01").text()).contains("ignored: dates");
        assertThat(browser.open("/requests?app=x&from=y").text()).contains("app “x”", "time “y”");
    }

    @Test
    void answersFilesToKeep() {
        Response file = browser.get("/usage.csv?range=today");

        assertThat(file.contentType()).isEqualTo("text/csv; charset=utf-8");
        assertThat(file.header("content-disposition"))
                .isEqualTo("attachment; filename=\"usage-2026-11-24-2026-11-24.csv\"");
        assertThat(file.body()).startsWith("start_time,end_time,tz,model,attempts");
        assertThat(browser.open("/usage?range=today&task=a%26b")
                        .expectFirst("a[download]")
                        .attr("href"))
                .isEqualTo("/usage.csv?range=today&group=model&task=a%26b");
    }

    private BigDecimal csvSum(String path) {
        String[] lines = browser.get(path).body().split("\r\n");
        int column = Arrays.asList(lines[0].split(",")).indexOf("cost_usd");
        return Arrays.stream(lines)
                .skip(1)
                .map(line -> new BigDecimal(line.split(",", -1)[column]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String figure(Document page, String label) {
        return page.select(".figures dt").stream()
                .filter(term -> term.text().equals(label))
                .findFirst()
                .orElseThrow()
                .nextElementSibling()
                .text();
    }

    private static BigDecimal sum(Document page, String table, int column) {
        return page.select("section[aria-labelledby=" + table + "] tbody tr").stream()
                .map(row -> usd(row.child(column).text()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What the chart's pieces say of themselves: {@code 24 Nov · code: $1.00 of $3.00}. */
    private static BigDecimal chartSum(Document page) {
        return page.select(".chart rect title").stream()
                .map(title -> usd(title.text().replaceAll(".*: (.*) of .*", "$1")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal usd(String text) {
        return new BigDecimal(text.replaceAll("[$,]", ""));
    }
}
