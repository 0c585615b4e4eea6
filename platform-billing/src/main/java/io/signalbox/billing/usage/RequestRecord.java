package io.signalbox.billing.usage;

import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened to one request, without a word of its text. {@code cost} sums its attempts. {@code costStatus} is
 * {@code exact|estimated|pending|unpriced}. Times in milliseconds; {@code firstTokenMs} is 0 for plain answers.
 * {@code way} is that of the attempt that served; only its surface is told of a request that nothing served.
 */
public record RequestRecord(
        String requestId,
        TenantId tenant,
        AppId app,
        KeyId key,
        KeyMode mode,
        Instant at,
        String requestedModel,
        Optional<String> servedModel,
        Optional<String> provider,
        Optional<String> task,
        String taskSource,
        Optional<String> routeReason,
        String policyVersion,
        int status,
        Optional<String> faultCode,
        boolean streamed,
        TokenUsage usage,
        Optional<Money> cost,
        String costStatus,
        Optional<Money> saved,
        String cache,
        long latencyMs,
        long firstTokenMs,
        long overheadMicros,
        List<AttemptRecord> attempts,
        List<CandidateRecord> candidates,
        List<String> tags,
        Way way) {

    public RequestRecord {
        attempts = List.copyOf(attempts);
        candidates = List.copyOf(candidates);
        tags = List.copyOf(tags);
    }

    /** Of a request without tags, of which it is not told how it went. */
    public RequestRecord(
            String requestId,
            TenantId tenant,
            AppId app,
            KeyId key,
            KeyMode mode,
            Instant at,
            String requestedModel,
            Optional<String> servedModel,
            Optional<String> provider,
            Optional<String> task,
            String taskSource,
            Optional<String> routeReason,
            String policyVersion,
            int status,
            Optional<String> faultCode,
            boolean streamed,
            TokenUsage usage,
            Optional<Money> cost,
            String costStatus,
            Optional<Money> saved,
            String cache,
            long latencyMs,
            long firstTokenMs,
            long overheadMicros,
            List<AttemptRecord> attempts,
            List<CandidateRecord> candidates) {
        this(
                requestId,
                tenant,
                app,
                key,
                mode,
                at,
                requestedModel,
                servedModel,
                provider,
                task,
                taskSource,
                routeReason,
                policyVersion,
                status,
                faultCode,
                streamed,
                usage,
                cost,
                costStatus,
                saved,
                cache,
                latencyMs,
                firstTokenMs,
                overheadMicros,
                attempts,
                candidates,
                List.of(),
                Way.UNTOLD);
    }

    /** What its priced attempts cost: all that reports count of it. Empty when none was priced, though something was used. */
    public Optional<Money> knownCost() {
        boolean priced = attempts.isEmpty()
                || attempts.stream().anyMatch(each -> each.cost().isPresent());
        return priced
                ? Optional.of(
                        attempts.stream().flatMap(each -> each.cost().stream()).reduce(Money.ZERO, Money::plus))
                : Optional.empty();
    }

    /** The same without the models that were considered, which take the most room. */
    RequestRecord withoutCandidates() {
        return new RequestRecord(
                requestId,
                tenant,
                app,
                key,
                mode,
                at,
                requestedModel,
                servedModel,
                provider,
                task,
                taskSource,
                routeReason,
                policyVersion,
                status,
                faultCode,
                streamed,
                usage,
                cost,
                costStatus,
                saved,
                cache,
                latencyMs,
                firstTokenMs,
                overheadMicros,
                attempts,
                List.of(),
                tags,
                way);
    }

    /** One try: {@code outcome} is {@code served} or the fault's wire name; {@code eventId} is empty when nothing was reserved. */
    public record AttemptRecord(
            int number,
            String model,
            String provider,
            String reason,
            String why,
            String outcome,
            long latencyMs,
            Optional<Money> cost,
            Optional<String> eventId) {}

    /** A model that was considered, as {@code io.signalbox.route.Candidate} had it. */
    public record CandidateRecord(
            String model, String provider, Optional<Money> expectedCost, boolean chosen, String why) {}
}
