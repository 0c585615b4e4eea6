package io.signalbox.api.requests;

import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.money.Money;
import io.signalbox.money.TokenClass;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request record as programs read it: money in decimal USD strings, null where unknown. */
public final class RequestView {

    private RequestView() {}

    public static JsonObject json(RequestRecord record) {
        return new JsonObject()
                .put("id", record.requestId())
                .put("object", "request")
                .put("created_at", record.at().toString())
                .put("app_id", record.app().value())
                .put("key_id", record.key().value())
                .put("mode", record.mode().name().toLowerCase(Locale.ROOT))
                .put("requested_model", record.requestedModel())
                .put("model", record.servedModel().orElse(null))
                .put("provider", record.provider().orElse(null))
                .put("task", record.task().orElse(null))
                .put("task_source", record.taskSource())
                .put("route_reason", record.routeReason().orElse(null))
                .put("policy", record.policyVersion())
                .put("status", record.status())
                .put("code", record.faultCode().orElse(null))
                .put("surface", record.way().surface().orElse(null))
                .put("translated", record.way().translated())
                .put("stream", record.streamed())
                .put("usage", usage(record))
                .put("cost_usd", usd(record.cost()))
                .put("cost_status", record.costStatus())
                .put("saved_usd", usd(record.saved()))
                .put("cache", record.cache())
                .put("latency_ms", record.latencyMs())
                .put("first_token_ms", record.firstTokenMs())
                .put("overhead_ms", record.overheadMicros() / 1_000.0)
                .put("attempts", attempts(record))
                .put("candidates", candidates(record));
    }

    private static JsonObject usage(RequestRecord record) {
        JsonObject usage = new JsonObject();
        for (TokenClass each : TokenClass.values()) {
            usage.put(each.wireName(), record.usage().of(each));
        }
        return usage;
    }

    private static JsonArray attempts(RequestRecord record) {
        JsonArray attempts = new JsonArray();
        for (RequestRecord.AttemptRecord each : record.attempts()) {
            attempts.add(new JsonObject()
                    .put("number", each.number())
                    .put("model", each.model())
                    .put("provider", each.provider())
                    .put("reason", each.reason())
                    .put("why", each.why())
                    .put("outcome", each.outcome())
                    .put("latency_ms", each.latencyMs())
                    .put("cost_usd", usd(each.cost())));
        }
        return attempts;
    }

    private static JsonArray candidates(RequestRecord record) {
        JsonArray candidates = new JsonArray();
        for (RequestRecord.CandidateRecord each : record.candidates()) {
            candidates.add(new JsonObject()
                    .put("model", each.model())
                    .put("provider", each.provider())
                    .put("expected_cost_usd", usd(each.expectedCost()))
                    .put("chosen", each.chosen())
                    .put("why", each.why()));
        }
        return candidates;
    }

    private static @Nullable String usd(Optional<Money> money) {
        return money.map(Money::usd).orElse(null);
    }
}
