package io.signalbox.api.chat;

import io.signalbox.billing.usage.Confidence;
import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestRecord.AttemptRecord;
import io.signalbox.billing.usage.RequestRecord.CandidateRecord;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.billing.usage.Way;
import io.signalbox.catalog.Deployment;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.ProviderExchange;
import io.signalbox.route.Attempt;
import io.signalbox.route.RoutePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request under way: its plan, what was tried, what it cost so far, and the exchange that runs now. It is what headers, the request record and the
 * metrics are made from. Confined to the request's event loop.
 */
final class ChatRun {

    private static final int ANSWERED = 200;

    private final ChatCall call;
    private final Consumer<RequestRecord> log;
    private final List<AttemptRecord> tried = new ArrayList<>();
    private @Nullable RoutePlan plan;
    private @Nullable ProviderExchange exchange;
    private @Nullable Attempt served;
    private TokenUsage usage = TokenUsage.NONE;
    private Money cost = Money.ZERO;
    private boolean unpriced;
    private boolean estimated;
    private Optional<Money> saved = Optional.empty();
    private boolean gone;
    private boolean logged;
    private int started;
    private long affordableOutput;
    private long providerNanos;
    private long firstOutputNanos;

    /** {@code log} is told once what became of the request. */
    ChatRun(ChatCall call, Consumer<RequestRecord> log) {
        this.call = call;
        this.log = log;
    }

    ChatCall call() {
        return call;
    }

    RoutePlan planned(RoutePlan made) {
        this.plan = made;
        return made;
    }

    RoutePlan plan() {
        if (plan == null) {
            throw new IllegalStateException("request " + call.requestId() + " has no plan yet");
        }
        return plan;
    }

    Optional<RoutePlan> planIfMade() {
        return Optional.ofNullable(plan);
    }

    /** Remembers what runs now, so that a client that leaves can stop it. */
    ProviderExchange running(ProviderExchange now) {
        this.exchange = now;
        if (gone) {
            now.cancel();
        }
        return now;
    }

    /** The client left: whatever runs upstream is reset. Idempotent. */
    void clientGone() {
        gone = true;
        if (exchange != null) {
            exchange.cancel();
        }
    }

    /** What a request ends with when nobody waits for its answer. */
    static Fault gone() {
        return Fault.of(FaultCode.CLIENT_GONE, "The client went away.");
    }

    boolean isGone() {
        return gone;
    }

    /** The provider's share of the request's time, so that ours can be told apart. */
    void waitedForProvider(Duration took) {
        providerNanos += took.toNanos();
    }

    void firstOutput() {
        if (firstOutputNanos == 0) {
            firstOutputNanos = System.nanoTime();
        }
    }

    void serving(Attempt attempt) {
        this.served = attempt;
    }

    void settled(AttemptRun attempt, UsageEvent event, String outcome) {
        tried.add(attempt.record(outcome, event.cost()));
        unpriced |= event.cost().isEmpty();
        boolean free = event.cost().filter(Money.ZERO::equals).isPresent();
        estimated |= event.confidence() != Confidence.EXACT && !free;
        cost = cost.plus(event.cost().orElse(Money.ZERO));
        if (attempt.attempt().equals(served)) {
            usage = event.usage();
            saved = event.baseline().flatMap(baseline -> event.cost().map(baseline::minus));
        }
    }

    void notBilled(AttemptRun attempt, String outcome) {
        tried.add(attempt.record(outcome, Optional.of(Money.ZERO)));
    }

    /** {@code affordable} is the output limit, for each choice, that a budget lowered the request's to; 0 when none did. */
    void attemptStarted(long affordable) {
        started++;
        affordableOutput = affordable;
    }

    /** The output limit that a budget lowered the last attempt's to; 0 when none did. */
    long affordableOutput() {
        return affordableOutput;
    }

    /** How many attempts went, or were going, to a provider. */
    int attemptsStarted() {
        return started;
    }

    Optional<Attempt> served() {
        return Optional.ofNullable(served);
    }

    Optional<Money> cost() {
        return unpriced ? Optional.empty() : Optional.of(cost);
    }

    Optional<Money> saved() {
        return saved;
    }

    /** {@code exact|estimated|unpriced}, of what is settled so far. */
    String costStatus() {
        return unpriced ? "unpriced" : estimated ? "estimated" : "exact";
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - call.startedNanos());
    }

    /** What the gateway added so far: everything but the provider's time. */
    Duration overhead() {
        return took().minusNanos(providerNanos);
    }

    Duration toFirstOutput() {
        return firstOutputNanos == 0 ? Duration.ZERO : Duration.ofNanos(firstOutputNanos - call.startedNanos());
    }

    /** Logs how the request ended, the first time. Before the settlement it is on disk with it, so no answer is known to its reader alone. */
    void ended(Optional<Fault> fault) {
        if (!logged) {
            logged = true;
            log.accept(record(fault));
        }
    }

    private RequestRecord record(Optional<Fault> fault) {
        Optional<Deployment> deployment = served().map(Attempt::deployment);
        return new RequestRecord(
                call.requestId(),
                call.caller().tenant(),
                call.caller().app(),
                call.caller().key(),
                call.caller().mode(),
                call.at(),
                call.requestedModel(),
                deployment.map(it -> it.model().name()),
                deployment.map(it -> it.provider().name()),
                planIfMade().flatMap(RoutePlan::task).map(task -> task.name()),
                planIfMade().map(RoutePlan::taskSource).orElse("none"),
                served().map(it -> it.reason().wireName()),
                planIfMade().map(RoutePlan::policyVersion).orElse(""),
                fault.map(it -> it.code().status()).orElse(ANSWERED),
                fault.map(it -> it.code().wireName()),
                call.scan().stream(),
                usage,
                cost(),
                costStatus(),
                saved,
                "off",
                took().toMillis(),
                toFirstOutput().toMillis(),
                overhead().toNanos() / 1_000,
                tried,
                candidates(),
                call.options().tags(),
                way());
    }

    private Way way() {
        return served().map(attempt -> call.way(attempt.deployment()))
                .orElseGet(() -> Way.nowhere(call.scan().facts().wire().wireName()));
    }

    private List<CandidateRecord> candidates() {
        return planIfMade()
                .map(made -> made.candidates().stream()
                        .map(each -> new CandidateRecord(
                                each.model(), each.provider(), each.expectedCost(), each.chosen(), each.why()))
                        .toList())
                .orElse(List.of());
    }
}
