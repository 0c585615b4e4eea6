package io.signalbox.billing.usage;

import io.signalbox.key.Caller;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Request records for tests. */
public final class Requests {

    private Requests() {}

    public static RequestRecord of(String id, Caller caller, Instant at) {
        return record(id, caller, at, "sandbox/small", 200, 120);
    }

    public static RequestRecord withLatency(String id, Caller caller, Instant at, long latencyMs) {
        return record(id, caller, at, "sandbox/small", 200, latencyMs);
    }

    public static RequestRecord served(String id, Caller caller, Instant at, String model, int status) {
        return record(id, caller, at, model, status, 120);
    }

    /** The request that {@code last}, the last of its {@code attempts}, belongs to. */
    static RequestRecord of(UsageEvent last, Optional<Money> cost, List<RequestRecord.AttemptRecord> attempts) {
        return new RequestRecord(
                last.requestId(),
                last.tenant(),
                last.app(),
                last.key(),
                last.mode(),
                last.startedAt(),
                last.requestedModel(),
                Optional.of(last.model()),
                Optional.of(last.provider()),
                last.task(),
                "header",
                Optional.of(last.routeReason()),
                "",
                200,
                Optional.empty(),
                false,
                last.usage(),
                cost,
                cost.isPresent() ? "exact" : "unpriced",
                Optional.empty(),
                "off",
                10,
                0,
                10,
                attempts,
                List.of(),
                last.tags(),
                last.way());
    }

    private static RequestRecord record(
            String id, Caller caller, Instant at, String model, int status, long latencyMs) {
        return new RequestRecord(
                id,
                caller.tenant(),
                caller.app(),
                caller.key(),
                caller.mode(),
                at,
                "smart-select:light",
                Optional.of(model),
                Optional.of("sandbox"),
                Optional.of("summarization"),
                "suffix",
                Optional.of("cheapest_above_floor"),
                "tenant@3",
                status,
                status < 400 ? Optional.empty() : Optional.of("provider_error"),
                true,
                new TokenUsage(1, 2, 3, 4, 5, 6, 7, 8, 9),
                Optional.of(new Money(123)),
                "exact",
                Optional.of(new Money(-7)),
                "off",
                latencyMs,
                33,
                410,
                List.of(
                        new RequestRecord.AttemptRecord(
                                1,
                                "sandbox/error-500",
                                "sandbox",
                                "pinned",
                                "first",
                                "provider_error",
                                8,
                                Optional.empty(),
                                Optional.empty()),
                        new RequestRecord.AttemptRecord(
                                2,
                                model,
                                "sandbox",
                                "fallback",
                                "the first failed",
                                "served",
                                100,
                                Optional.of(new Money(123)),
                                Optional.of("evt_2"))),
                List.of(
                        new RequestRecord.CandidateRecord(
                                model, "sandbox", Optional.of(new Money(120)), true, "cheapest"),
                        new RequestRecord.CandidateRecord(
                                "sandbox/large", "sandbox", Optional.empty(), false, "dearer")),
                List.of(),
                new Way(Optional.of("messages"), true));
    }
}
