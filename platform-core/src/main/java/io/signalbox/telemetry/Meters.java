package io.signalbox.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Every metric of the product with its labels; none is made elsewhere. Labels are bounded: no tenant, app, key or request ids, models only
 * by catalog name, and never a string a caller sent. Safe on any thread; recording costs a map look-up and an add.
 */
public final class Meters {

    /** {@code RouteReason}'s wire name, or {@code none}. */
    private static final String ROUTE_REASON = "route_reason";
    /** The HTTP status. */
    private static final String STATUS = "status";
    /** {@code tenant|app|key}. */
    private static final String SCOPE = "scope";
    /** {@code budget.exceeded} and the like. */
    private static final String EVENT_TYPE = "event";
    /** {@code webhook|slack|email}. */
    private static final String KIND = "kind";
    /** The job's name. */
    private static final String JOB = "job";
    /** How a look-up in a cache, or a job, ended. */
    private static final String OUTCOME = "outcome";
    /** The provider's name in the catalog. */
    private static final String PROVIDER = "gen_ai.provider.name";
    /** The catalog name of the model an attempt went to. */
    private static final String MODEL = "gen_ai.request.model";
    /** {@code input|output}. */
    private static final String TOKEN_TYPE = "gen_ai.token.type";
    /** {@code FaultCode}'s wire name, or {@code none}. */
    private static final String ERROR = "error.type";

    private static final Duration[] LATENCIES = millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000);
    private static final Duration[] DELAYS = millis(1, 2, 5, 10, 20, 50, 100, 200, 1_000);
    /** The boundaries OpenTelemetry advises for token counts. */
    private static final double[] TOKEN_COUNTS = {1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576};

    private final MeterRegistry registry;
    private final Timer requestTime;
    private final Timer firstToken;
    private final Timer overhead;
    private final Timer eventLoopDelay;
    private final AtomicInteger openStreams = new AtomicInteger();
    private final LongAdder costNanos = new LongAdder();
    private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Labels, Timer> operations = new ConcurrentHashMap<>();
    private final Map<Labels, DistributionSummary> tokens = new ConcurrentHashMap<>();

    public Meters(MeterRegistry registry) {
        this.registry = registry;
        this.requestTime = timer("signalbox.request", LATENCIES, Tags.empty());
        this.firstToken = timer("signalbox.ttft", LATENCIES, Tags.empty());
        this.overhead = timer("signalbox.overhead", DELAYS, Tags.empty());
        this.eventLoopDelay = timer("signalbox.event.loop.delay", DELAYS, Tags.empty());
        Gauge.builder("signalbox.sse.connections", openStreams, AtomicInteger::get)
                .register(registry);
        FunctionCounter.builder("signalbox.cost.usd", costNanos, nanos -> nanos.sum() / 1e9)
                .description("For graphs; the ledger is exact.")
                .register(registry);
    }

    /** Meters that nothing scrapes, for tests and commands. */
    public static Meters unobserved() {
        return new Meters(new SimpleMeterRegistry());
    }

    /** A data-plane request ended. {@code routeReason} is {@code RouteReason}'s wire name, or {@code none} when nothing was routed. */
    public void requestEnded(String routeReason, int status, Duration took) {
        requestTime.record(took);
        count("signalbox.requests", ROUTE_REASON, routeReason, STATUS, Integer.toString(status));
    }

    /** From a request's arrival to its first streamed output. */
    public void firstToken(Duration took) {
        firstToken.record(took);
    }

    /** What the gateway itself added to a request. */
    public void overhead(Duration took) {
        overhead.record(took);
    }

    /** Pair with {@link #streamClosed()}, whatever ends the stream. */
    public void streamOpened() {
        openStreams.incrementAndGet();
    }

    public void streamClosed() {
        openStreams.decrementAndGet();
    }

    /** An attempt ended: {@code failure} is empty when the provider answered in full. */
    public void attemptEnded(String provider, String model, Duration took, Optional<FaultCode> failure) {
        String error = failure.map(FaultCode::wireName).orElse("none");
        operations
                .computeIfAbsent(
                        new Labels("gen_ai.client.operation.duration", provider, model, error),
                        labels ->
                                timer(labels.name, LATENCIES, Tags.of(PROVIDER, provider, MODEL, model, ERROR, error)))
                .record(took);
        failure.ifPresent(code -> count("signalbox.provider.errors", PROVIDER, provider, ERROR, code.wireName()));
    }

    /** A request moved on to its next attempt because of {@code code} at {@code provider}. */
    public void fellBack(String provider, FaultCode code) {
        count("signalbox.fallbacks", PROVIDER, provider, ERROR, code.wireName());
    }

    /** An attempt was settled; {@code cost} is empty when its model is unpriced. */
    public void settled(String provider, String model, TokenUsage usage, Optional<Money> cost) {
        tokens(provider, model, "input").record((double) usage.promptTokens());
        tokens(provider, model, "output").record((double) usage.completionTokens());
        cost.ifPresent(money -> costNanos.add(money.nanos()));
        if (cost.isEmpty()) {
            count("signalbox.unpriced.requests", PROVIDER, provider, MODEL, model);
        }
    }

    /** A budget refused: {@code scope} is {@code tenant|app|key}, {@code code} why. */
    public void budgetDenied(String scope, FaultCode code) {
        count("signalbox.budget.denied", SCOPE, scope, ERROR, code.wireName());
    }

    /** A key was looked up: {@code outcome} is {@code hit|miss|stale|negative|malformed|failed}. */
    public void keyLookedUp(String outcome) {
        count("signalbox.key.lookups", OUTCOME, outcome, ERROR, "none");
    }

    /** The ledger and the usage events, or a budget and its spend, differ: someone must look. */
    public void ledgerGap() {
        count("signalbox.ledger.gap", OUTCOME, "found", ERROR, "none");
    }

    /** A job of this node ended: {@code outcome} is {@code done|failed}. */
    public void jobEnded(String job, String outcome) {
        count("signalbox.jobs", JOB, job, OUTCOME, outcome);
    }

    /** An alert was raised; {@code type} is its event's name. */
    public void alertRaised(String type) {
        count("signalbox.alerts", EVENT_TYPE, type, ERROR, "none");
    }

    /** A delivery was tried: {@code kind} is {@code webhook|slack|email}, {@code state} what became of it: {@code delivered|pending|failed}. */
    public void delivered(String kind, String state) {
        count("signalbox.deliveries", KIND, kind, OUTCOME, state);
    }

    /** How late an event loop ran a timer. */
    public void eventLoopDelayed(Duration late) {
        eventLoopDelay.record(late);
    }

    /** How old the oldest journaled event is that PostgreSQL does not have yet; zero when none waits. */
    public void watchLedgerLag(Supplier<Duration> lag) {
        Gauge.builder("signalbox.ledger.lag", () -> lag.get().toNanos() / 1e9)
                .baseUnit("seconds")
                .register(registry);
    }

    /** Events and bytes on this node's journal that PostgreSQL does not have yet. */
    public void watchJournal(LongSupplier pendingEvents, LongSupplier bytes) {
        Gauge.builder("signalbox.journal.pending", pendingEvents::getAsLong).register(registry);
        Gauge.builder("signalbox.journal.size", bytes::getAsLong)
                .baseUnit("bytes")
                .register(registry);
    }

    /** Budgets' money in nodes' hands, as {@link #watchEscrow} reads it. */
    public record Escrow(
            Supplier<Money> held,
            Supplier<Money> stranded,
            LongSupplier refills,
            LongSupplier recalls,
            IntSupplier waiting) {}

    /**
     * What this node holds of budgets, what silent nodes keep from everybody, how often money was asked for or called back, and how many requests wait for
     * some. In USD, for graphs; the ledger is exact.
     */
    public void watchEscrow(Escrow escrow) {
        Gauge.builder("signalbox.budget.held", () -> escrow.held().get().nanos() / 1e9)
                .baseUnit("usd")
                .register(registry);
        Gauge.builder("signalbox.budget.stranded", () -> escrow.stranded().get().nanos() / 1e9)
                .baseUnit("usd")
                .register(registry);
        FunctionCounter.builder("signalbox.budget.refills", escrow.refills(), LongSupplier::getAsLong)
                .register(registry);
        FunctionCounter.builder("signalbox.budget.recalls", escrow.recalls(), LongSupplier::getAsLong)
                .register(registry);
        Gauge.builder("signalbox.budget.waiting", escrow.waiting()::getAsInt).register(registry);
    }

    /** Whether this node takes traffic: 1 or 0. */
    public void watchReady(BooleanSupplier ready) {
        Gauge.builder("signalbox.ready", () -> ready.getAsBoolean() ? 1 : 0).register(registry);
    }

    private void count(String name, String key, String value, String otherKey, String otherValue) {
        counters.computeIfAbsent(
                        new Labels(name, value, otherValue, ""),
                        labels -> registry.counter(labels.name, key, value, otherKey, otherValue))
                .increment();
    }

    private Timer timer(String name, Duration[] buckets, Tags tags) {
        return Timer.builder(name).serviceLevelObjectives(buckets).tags(tags).register(registry);
    }

    private DistributionSummary tokens(String provider, String model, String type) {
        return tokens.computeIfAbsent(
                new Labels("gen_ai.client.token.usage", provider, model, type),
                labels -> DistributionSummary.builder(labels.name)
                        .baseUnit("tokens")
                        .serviceLevelObjectives(TOKEN_COUNTS)
                        .tags(PROVIDER, provider, MODEL, model, TOKEN_TYPE, type)
                        .register(registry));
    }

    private static Duration[] millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private record Labels(String name, String first, String second, String third) {}
}
