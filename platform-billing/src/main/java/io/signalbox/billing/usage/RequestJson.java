package io.signalbox.billing.usage;

import io.signalbox.billing.usage.RequestRecord.AttemptRecord;
import io.signalbox.billing.usage.RequestRecord.CandidateRecord;
import io.signalbox.money.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request's attempts and candidates as they are kept in the database. */
final class RequestJson {

    private RequestJson() {}

    static JsonArray attempts(List<AttemptRecord> attempts) {
        JsonArray json = new JsonArray();
        for (AttemptRecord each : attempts) {
            json.add(new JsonObject()
                    .put("number", each.number())
                    .put("model", each.model())
                    .put("provider", each.provider())
                    .put("reason", each.reason())
                    .put("why", each.why())
                    .put("outcome", each.outcome())
                    .put("latency_ms", each.latencyMs())
                    .put("cost_nanos", each.cost().map(Money::nanos).orElse(null))
                    .put("event_id", each.eventId().orElse(null)));
        }
        return json;
    }

    static JsonArray candidates(List<CandidateRecord> candidates) {
        JsonArray json = new JsonArray();
        for (CandidateRecord each : candidates) {
            json.add(new JsonObject()
                    .put("model", each.model())
                    .put("provider", each.provider())
                    .put(
                            "expected_cost_nanos",
                            each.expectedCost().map(Money::nanos).orElse(null))
                    .put("chosen", each.chosen())
                    .put("why", each.why()));
        }
        return json;
    }

    static List<AttemptRecord> readAttempts(JsonArray json) {
        List<AttemptRecord> attempts = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            JsonObject each = json.getJsonObject(i);
            attempts.add(new AttemptRecord(
                    each.getInteger("number"),
                    each.getString("model"),
                    each.getString("provider"),
                    each.getString("reason"),
                    each.getString("why"),
                    each.getString("outcome"),
                    each.getLong("latency_ms"),
                    money(each, "cost_nanos"),
                    Optional.ofNullable(each.getString("event_id"))));
        }
        return attempts;
    }

    static List<CandidateRecord> readCandidates(JsonArray json) {
        List<CandidateRecord> candidates = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            JsonObject each = json.getJsonObject(i);
            candidates.add(new CandidateRecord(
                    each.getString("model"),
                    each.getString("provider"),
                    money(each, "expected_cost_nanos"),
                    each.getBoolean("chosen"),
                    each.getString("why")));
        }
        return candidates;
    }

    private static Optional<Money> money(JsonObject json, String field) {
        return Optional.ofNullable(json.getLong(field)).map(Money::new);
    }
}
