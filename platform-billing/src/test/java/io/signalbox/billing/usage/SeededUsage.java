package io.signalbox.billing.usage;

import io.signalbox.billing.usage.RequestRecord.AttemptRecord;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.CostByClass;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenClass;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Random requests of one tenant with their attempts, many of them within seconds of a border of hours, of days or of clock changes. Some attempts have no
 * price, some are unknown, some failed before another served.
 */
final class SeededUsage {

    static final TenantId TENANT = new TenantId("ten_seeded");
    static final Instant FIRST = Instant.parse("2026-09-25T00:00:00Z");
    static final Instant LAST = Instant.parse("2026-11-08T00:00:00Z");
    static final List<String> APPS = List.of("app_a", "app_b", "app_c");
    static final List<String> TASKS = List.of("code", "qa", "");
    static final List<String> MODELS = List.of("small", "large", "unpriced");
    private static final List<String> PROVIDERS = List.of("openai", "anthropic");
    private static final int QUARTERS = (int) Duration.between(FIRST, LAST).toMinutes() / 15;

    private final Random random;
    private final List<UsageEvent> events = new ArrayList<>();
    private final List<RequestRecord> requests = new ArrayList<>();
    private final Rates rates = new Rates(Map.of(
            TokenClass.INPUT, 3_000_000_007L,
            TokenClass.CACHE_READ, 300_000_001L,
            TokenClass.CACHE_WRITE_5M, 3_750_000_003L,
            TokenClass.OUTPUT, 15_000_000_011L));
    private final Rates baseline = Rates.ofText(5_000_000_013L, 25_000_000_017L);

    SeededUsage(long seed, int count) {
        this.random = new Random(seed);
        for (int i = 0; i < count; i++) {
            addRequest(i);
        }
    }

    List<UsageEvent> events() {
        return events;
    }

    List<RequestRecord> requests() {
        return requests;
    }

    /** Stores everything as a journal would have brought it, in several batches. */
    Future<Void> store(SqlClient tx) {
        UsageStore usage = new UsageStore();
        Future<Void> done = Future.succeededFuture();
        for (List<UsageEvent> batch : batches(events)) {
            List<Settlement> settlements = batch.stream()
                    .map(each -> Settlement.read(new Settlement(each, Money.ZERO).write()))
                    .toList();
            done = done.compose(before -> usage.insert(tx, settlements)).compose(ids -> usage.rollUp(tx, ids));
        }
        for (List<RequestRecord> batch : batches(requests)) {
            done = done.compose(before -> new RequestStore().upsert(tx, batch));
        }
        return done;
    }

    private static <T> List<List<T>> batches(List<T> all) {
        return IntStream.iterate(0, i -> i < all.size(), i -> i + 150)
                .mapToObj(i -> all.subList(i, Math.min(i + 150, all.size())))
                .toList();
    }

    private void addRequest(int number) {
        Instant at = random.nextBoolean()
                ? FIRST.plus(Duration.ofMinutes(15L * random.nextInt(QUARTERS))).plusSeconds(random.nextInt(5) - 2)
                : FIRST.plusSeconds(
                        random.nextLong(Duration.between(FIRST, LAST).toSeconds()));
        String app = pick(APPS);
        String task = pick(TASKS);
        List<UsageEvent> attempts = new ArrayList<>();
        int count = random.nextInt(5) == 0 ? 2 : 1;
        for (int i = 1; i <= count; i++) {
            attempts.add(attempt("req_" + number, i, at, app, task));
        }
        events.addAll(attempts);
        requests.add(record(attempts));
    }

    private UsageEvent attempt(String request, int number, Instant at, String app, String task) {
        String model = pick(MODELS);
        boolean priced = !model.equals("unpriced");
        boolean unknown = random.nextInt(10) == 0;
        TokenUsage usage = new TokenUsage(
                random.nextInt(5_000), random.nextInt(2_000), random.nextInt(500), 0, random.nextInt(900), 0, 0, 0, 0);
        Optional<Money> cost = priced
                ? Optional.of(unknown ? new Money(random.nextInt(1_000_000)) : rates.cost(usage))
                : Optional.empty();
        boolean known = priced && !unknown;
        return new UsageEvent(
                        "evt_" + request + "_" + number,
                        request,
                        number,
                        TENANT,
                        new AppId(app),
                        new KeyId("key_" + app + random.nextInt(2)),
                        KeyMode.LIVE,
                        pick(PROVIDERS),
                        random.nextBoolean(),
                        model,
                        "smart-select",
                        task.isEmpty() ? Optional.empty() : Optional.of(task),
                        "pinned",
                        usage,
                        cost,
                        known ? Optional.of(baseline.cost(usage)) : Optional.empty(),
                        unknown ? Confidence.UNKNOWN : Confidence.EXACT,
                        "2026-09-01",
                        at,
                        at.plusSeconds(random.nextInt(90)))
                .with(
                        known ? CostByClass.split(rates.cost(usage), usage, rates) : CostByClass.NONE,
                        known ? Discounts.of(usage, rates, rates) : Discounts.NONE,
                        new Way(Optional.of("chat"), random.nextBoolean()));
    }

    private static RequestRecord record(List<UsageEvent> attempts) {
        UsageEvent last = attempts.get(attempts.size() - 1);
        boolean priced = attempts.stream().allMatch(each -> each.cost().isPresent());
        Money cost = attempts.stream().flatMap(each -> each.cost().stream()).reduce(Money.ZERO, Money::plus);
        return Requests.of(
                last,
                priced ? Optional.of(cost) : Optional.empty(),
                attempts.stream()
                        .map(each -> new AttemptRecord(
                                each.attempt(),
                                each.model(),
                                each.provider(),
                                "pinned",
                                "",
                                "served",
                                5,
                                each.cost(),
                                Optional.of(each.eventId())))
                        .toList());
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
