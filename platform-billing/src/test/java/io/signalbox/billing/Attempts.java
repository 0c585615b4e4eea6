package io.signalbox.billing;

import io.signalbox.billing.budget.Reservation;
import io.signalbox.billing.budget.ReserveOutcome;
import io.signalbox.billing.budget.ReserveRequest;
import io.signalbox.billing.usage.Confidence;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Model;
import io.signalbox.credential.Origin;
import io.signalbox.key.Caller;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import io.signalbox.testing.Calls;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Callers, deployments and attempts for tests. One output token of the priced model costs $0.001, input is free. */
public final class Attempts {

    public static final Rates RATES = Rates.ofText(0, 1_000_000_000_000L);
    public static final Deployment PRICED = deployment(Optional.of(RATES));
    public static final Deployment UNPRICED = deployment(Optional.empty());

    private Attempts() {}

    /** {@code name} makes the ids: tenant, app and key of one name belong together. */
    public static Caller caller(String name) {
        return caller(name, name, name);
    }

    public static Caller caller(String tenant, String app, String key) {
        return new Caller(
                new TenantId("ten_" + tenant),
                new AppId("app_" + app),
                new KeyId("key_" + key),
                KeyMode.LIVE,
                "test",
                Set.of());
    }

    /** An attempt of at most {@code outputTokens}, each of a tenth of a cent, that is not worth it below {@code least}. */
    public static ReserveRequest attempt(BillingRig rig, Caller caller, long outputTokens, long least) {
        return attempt(rig, caller, PRICED, outputTokens, least);
    }

    public static ReserveRequest attempt(
            BillingRig rig, Caller caller, Deployment deployment, long outputTokens, long least) {
        return new ReserveRequest(
                rig.id("evt"),
                rig.id("req"),
                1,
                caller,
                deployment,
                "smart-select",
                Optional.of("summarization"),
                "pinned",
                10,
                outputTokens,
                least,
                Duration.ofMinutes(10));
    }

    /** The same attempt of a request that has no more than {@code timeLeft}. */
    public static ReserveRequest hurried(ReserveRequest request, Duration timeLeft) {
        return new ReserveRequest(
                request.eventId(),
                request.requestId(),
                request.attempt(),
                request.caller(),
                request.deployment(),
                request.requestedModel(),
                request.task(),
                request.routeReason(),
                request.inputTokens(),
                request.outputTokens(),
                request.minOutputTokens(),
                timeLeft);
    }

    public static Money cents(long cents) {
        return new Money(cents * 10_000_000L);
    }

    /** The attempt used {@code outputTokens}. */
    public static UsageEvent used(ReserveRequest request, long outputTokens) {
        TokenUsage usage = TokenUsage.ofText(10, outputTokens);
        return event(
                request,
                usage,
                request.deployment().rates().map(rates -> rates.cost(usage)),
                Instant.parse("2026-11-20T10:15:00Z"));
    }

    public static UsageEvent event(ReserveRequest request, TokenUsage usage, Optional<Money> cost, Instant at) {
        return new UsageEvent(
                request.eventId(),
                request.requestId(),
                request.attempt(),
                request.caller().tenant(),
                request.caller().app(),
                request.caller().key(),
                request.caller().mode(),
                request.deployment().provider().name(),
                request.deployment().isPaidDirectlyBy(request.caller().tenant()),
                request.deployment().model().name(),
                request.requestedModel(),
                request.task(),
                request.routeReason(),
                usage,
                cost,
                cost.map(known -> known.plus(known)),
                Confidence.EXACT,
                request.deployment().priceVersion(),
                at,
                at.plusSeconds(1));
    }

    /** The reservation of an outcome that must be one. */
    public static Reservation held(ReserveOutcome outcome) {
        return outcome.fold(
                ReserveOutcome.Held::reservation,
                exhausted -> fail(outcome),
                inFlight -> fail(outcome),
                unpriceable -> fail(outcome));
    }

    private static Reservation fail(ReserveOutcome outcome) {
        throw new AssertionError("not held: " + outcome);
    }

    private static Deployment deployment(Optional<Rates> rates) {
        Model model =
                new Model("sandbox/small", "sandbox", 100_000, 8_000, 4, new Capabilities(true, true, false, false));
        return new Deployment(
                "dep_test",
                model,
                Calls.provider("sandbox"),
                "small",
                Origin.parse("http://127.0.0.1:9/v1"),
                true,
                Optional.empty(),
                rates,
                "2026-11-01");
    }
}
