package io.signalbox.billing.usage;

import static io.signalbox.billing.BillingRig.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.billing.usage.UsageReport.Cell;
import io.signalbox.money.CostByClass;
import io.signalbox.money.Money;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every sum a person or program can be shown is the sum of the same events, whatever the zone, range, buckets, groups and filters. */
class UsageReportTest {

    private static final int REQUESTS = 900;
    private static final int QUERIES = 150;

    /** Off UTC by hours, halves and quarters; with clock changes by an hour and by half of one within the seeded weeks. */
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/New_York"),
            ZoneId.of("America/St_Johns"),
            ZoneId.of("Asia/Kolkata"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Australia/Eucla"),
            ZoneId.of("Pacific/Chatham"));

    private static final SeededUsage SEEDED = new SeededUsage(20_261_124, REQUESTS);
    private static Vertx vertx;
    private static TestDatabase database;

    private final UsageReportStore reports = new UsageReportStore();

    @BeforeAll
    static void seed() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        await(database.database().acrossTenants(SEEDED::store));
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        vertx.close().await(10, SECONDS);
    }

    @Test
    void chartTableRequestsAndCsvTellTheSameTotalForAnyQuestion() {
        Random random = new Random(4);
        for (int i = 0; i < QUERIES; i++) {
            UsageQuery query = query(random);

            UsageReport report = report(query);

            String asked = query.toString();
            UsageSums expected = sum(fitting(query));
            assertThat(report.total()).as(asked).isEqualTo(expected);
            assertThat(add(report.byBucket())).as(asked).isEqualTo(expected);
            assertThat(add(List.copyOf(report.byGroup().values()))).as(asked).isEqualTo(expected);
            assertThat(csvColumn(UsageCsv.of(report), "cost_usd")).as(asked).isEqualByComparingTo(usd(expected.cost()));
            assertThat(csvColumn(UsageCsv.of(report), "output_tokens"))
                    .as(asked)
                    .isEqualByComparingTo(BigDecimal.valueOf(expected.tokens().output()));
            if (Set.of(Dimension.APP, Dimension.TASK)
                    .containsAll(query.filters().keySet())) {
                assertThat(requestTotal(query)).as(asked).isEqualTo(expected.cost());
            }
        }
    }

    @Test
    void everyCellIsTheSumOfItsLocalDayAndGroup() {
        for (ZoneId zone : ZONES) {
            UsageQuery query = UsageQuery.whole(SeededUsage.FIRST, SeededUsage.LAST, zone)
                    .per(Bucket.DAY)
                    .by(Dimension.APP, Dimension.TASK)
                    .top(UsageQuery.TOP_MAX);

            UsageReport report = report(query);

            Map<String, List<UsageEvent>> expected = SEEDED.events().stream()
                    .filter(within(query))
                    .collect(Collectors.groupingBy(each -> LocalDate.ofInstant(each.startedAt(), zone) + " "
                            + each.app() + " " + each.task().orElse("")));
            Map<String, UsageSums> told = report.cells().stream()
                    .collect(Collectors.toMap(
                            cell -> LocalDate.ofInstant(report.starts().get(cell.bucket()), zone) + " "
                                    + String.join(" ", cell.group().values()),
                            Cell::sums));
            assertThat(told.keySet()).isEqualTo(expected.keySet());
            expected.forEach(
                    (name, events) -> assertThat(told.get(name)).as(name).isEqualTo(sum(events)));
        }
    }

    @Test
    void aDayOfAClockChangeIsAsLongAsItIs() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant from = LocalDate.parse("2026-10-24").atStartOfDay(berlin).toInstant();
        List<Instant> starts = UsageQuery.whole(from, from.plus(Duration.ofDays(3)), berlin)
                .per(Bucket.DAY)
                .starts();

        assertThat(Duration.between(starts.get(1), starts.get(2))).isEqualTo(Duration.ofHours(25));
    }

    @Test
    void aDayThatNeverWasHasNoBucket() {
        ZoneId samoa = ZoneId.of("Pacific/Apia");
        Instant from = LocalDate.parse("2011-12-29").atStartOfDay(samoa).toInstant();
        Instant to = LocalDate.parse("2012-01-01").atStartOfDay(samoa).toInstant();

        assertThat(UsageQuery.whole(from, to, samoa).per(Bucket.DAY).starts()).hasSize(2);
    }

    @Test
    void partsOfACostAddUpToItAndTheSavingsToTheirTotal() {
        UsageSums total = report(UsageQuery.whole(SeededUsage.FIRST, SeededUsage.LAST, ZONES.get(1)))
                .total();

        assertThat(total.costs().total().plus(total.unsplit())).isEqualTo(total.cost());
        assertThat(total.unsplit()).isEqualTo(total.unconfirmed());
        assertThat(total.savings().promptCache().nanos()).isPositive();
        assertThat(total.savings().total())
                .isEqualTo(total.savings().routing().plus(total.savings().promptCache()));
    }

    @Test
    void theRestBeyondTheTopIsOneGroup() {
        UsageQuery query = UsageQuery.whole(SeededUsage.FIRST, SeededUsage.LAST, ZONES.get(0))
                .by(Dimension.KEY)
                .top(2);

        UsageReport report = report(query);

        assertThat(report.cells()).hasSize(3);
        assertThat(report.cells().get(2).group()).isEqualTo(UsageReport.Group.REST);
        assertThat(report.cells().get(0).sums().cost())
                .isGreaterThanOrEqualTo(report.cells().get(1).sums().cost());
        assertThat(report.total()).isEqualTo(sum(fitting(query)));
    }

    @Test
    void oneTenantSeesNothingOfAnother() {
        UsageQuery query = UsageQuery.whole(SeededUsage.FIRST, SeededUsage.LAST, ZONES.get(0));
        TenantId other = new TenantId("ten_other");

        UsageReport report = await(database.database().inTransaction(other, tx -> reports.report(other, tx, query)));

        assertThat(report.total()).isEqualTo(UsageSums.NONE);
    }

    private static UsageQuery query(Random random) {
        ZoneId zone = pick(random, ZONES);
        long span = Duration.between(SeededUsage.FIRST, SeededUsage.LAST).toSeconds();
        Instant from = SeededUsage.FIRST.plusSeconds(random.nextLong(span));
        Instant to = from.plusSeconds(random.nextLong(span));
        if (random.nextBoolean()) {
            from = LocalDate.ofInstant(from, zone).atStartOfDay(zone).toInstant();
            to = LocalDate.ofInstant(to, zone).plusDays(1).atStartOfDay(zone).toInstant();
        }
        Bucket bucket = pick(random, List.of(Bucket.WHOLE, Bucket.HOUR, Bucket.DAY, Bucket.MONTH, Bucket.MINUTE));
        if (bucket == Bucket.MINUTE || bucket == Bucket.HOUR) {
            Instant most = from.plus(bucket == Bucket.MINUTE ? Duration.ofHours(23) : Duration.ofDays(30));
            to = to.isBefore(most) ? to : most;
        }
        List<Dimension> dimensions = new ArrayList<>(List.of(Dimension.values()));
        Collections.shuffle(dimensions, random);
        UsageQuery query = new UsageQuery(
                from, to, zone, bucket, dimensions.subList(0, random.nextInt(4)), Map.of(), 1 + random.nextInt(9));
        if (random.nextBoolean()) {
            query = query.only(Dimension.APP, new HashSet<>(List.of(pick(random, SeededUsage.APPS), "app_a")));
        }
        if (random.nextInt(3) == 0) {
            query = query.only(Dimension.TASK, Set.of(pick(random, SeededUsage.TASKS)));
        }
        if (random.nextInt(4) == 0) {
            query = query.only(Dimension.MODEL, Set.of(pick(random, SeededUsage.MODELS)));
        }
        return random.nextInt(5) == 0
                ? query.only(Dimension.CREDENTIAL, Set.of("own")).only(Dimension.CONFIDENCE, Set.of("exact"))
                : query;
    }

    private static <T> T pick(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<UsageEvent> fitting(UsageQuery query) {
        return SEEDED.events().stream()
                .filter(within(query))
                .filter(event -> query.filters().entrySet().stream()
                        .allMatch(filter -> filter.getValue().contains(value(event, filter.getKey()))))
                .toList();
    }

    private static Predicate<UsageEvent> within(UsageQuery query) {
        return each ->
                !each.startedAt().isBefore(query.from()) && each.startedAt().isBefore(query.to());
    }

    private static String value(UsageEvent event, Dimension dimension) {
        return switch (dimension) {
            case APP -> event.app().value();
            case KEY -> event.key().value();
            case MODEL -> event.model();
            case TASK -> event.task().orElse("");
            case PROVIDER -> event.provider();
            case CONFIDENCE -> event.confidence().wireName();
            case CREDENTIAL -> event.paidDirectly() ? "own" : "platform";
        };
    }

    private static UsageSums sum(List<UsageEvent> events) {
        return add(events.stream().map(UsageReportTest::sums).toList());
    }

    private static UsageSums add(List<UsageSums> sums) {
        return sums.stream().reduce(UsageSums.NONE, UsageSums::plus);
    }

    private static UsageSums sums(UsageEvent event) {
        Money cost = event.cost().orElse(Money.ZERO);
        CostByClass costs = event.costs();
        Money routing = event.baseline().map(whole -> whole.minus(cost)).orElse(Money.ZERO);
        return new UsageSums(
                1,
                event.cost().isEmpty() ? 1 : 0,
                event.usage(),
                costs,
                cost.minus(costs.total()),
                cost,
                event.confidence() == Confidence.UNKNOWN ? cost : Money.ZERO,
                new Savings(routing, event.discounts().promptCache(), Money.ZERO, Money.ZERO));
    }

    /** What the pages of the list of requests add up to. */
    private Money requestTotal(UsageQuery query) {
        Money total = Money.ZERO;
        for (String app : query.filters().getOrDefault(Dimension.APP, Set.copyOf(SeededUsage.APPS))) {
            for (String task : query.filters().getOrDefault(Dimension.TASK, Set.copyOf(SeededUsage.TASKS))) {
                RequestFilter filter = RequestFilter.newest(200)
                        .ofApp(new AppId(app))
                        .ofTask(task)
                        .during(Optional.of(query.from()), Optional.of(query.to()));
                total = total.plus(pages(filter));
            }
        }
        return total;
    }

    private Money pages(RequestFilter filter) {
        RequestStore store = new RequestStore();
        List<RequestRecord> page = query(tx -> store.list(SeededUsage.TENANT, tx, filter));
        Money sum = page.stream().flatMap(each -> each.knownCost().stream()).reduce(Money.ZERO, Money::plus);
        return page.size() < filter.limit() ? sum : sum.plus(pages(filter.after(page.get(page.size() - 1))));
    }

    private static BigDecimal csvColumn(String csv, String name) {
        String[] lines = csv.split("\r\n");
        int column = Arrays.asList(lines[0].split(",")).indexOf(name);
        return Arrays.stream(lines)
                .skip(1)
                .map(line -> line.split(",", -1)[column])
                .filter(cell -> !cell.isEmpty())
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal usd(Money money) {
        return new BigDecimal(money.usd());
    }

    private UsageReport report(UsageQuery query) {
        return query(tx -> reports.report(SeededUsage.TENANT, tx, query));
    }

    private static <T> T query(Function<SqlClient, Future<T>> work) {
        return await(database.database().inTransaction(SeededUsage.TENANT, work));
    }
}
