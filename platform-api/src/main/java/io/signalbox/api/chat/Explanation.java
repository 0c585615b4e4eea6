package io.signalbox.api.chat;

import io.signalbox.money.Money;
import io.signalbox.route.Candidate;
import io.signalbox.route.RoutePlan;
import io.signalbox.route.Task;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code signalbox_metadata}: why this model, as JSON, for callers that ask for it in the body. */
final class Explanation {

    private Explanation() {}

    /** A JSON object's bytes with {@code signalbox_metadata} as its last member. */
    static Buffer appendedTo(Buffer answer, ChatRun run) {
        int end = answer.length() - 1;
        while (answer.getByte(end) != '}') {
            end--;
        }
        return Buffer.buffer(answer.length() + 1_024)
                .appendBuffer(answer, 0, end)
                .appendString(",\"signalbox_metadata\":")
                .appendBuffer(json(run).toBuffer())
                .appendString("}");
    }

    private static JsonObject json(ChatRun run) {
        RoutePlan plan = run.plan();
        JsonArray candidates = new JsonArray();
        plan.candidates().stream().map(Explanation::candidate).forEach(candidates::add);
        JsonObject json = new JsonObject()
                .put("request_id", run.call().requestId())
                .put("requested_model", plan.requestedModel())
                .put("task", plan.task().map(Task::name).orElse(null))
                .put("task_source", plan.taskSource())
                .put("policy", plan.policyVersion())
                .put("attempts", run.attemptsStarted())
                .put("candidates", candidates);
        run.served()
                .ifPresent(
                        served -> json.put("model", served.deployment().model().name())
                                .put("provider", served.deployment().provider().name())
                                .put("route_reason", served.reason().wireName())
                                .put("why", served.why()));
        return json;
    }

    private static JsonObject candidate(Candidate candidate) {
        return new JsonObject()
                .put("model", candidate.model())
                .put("provider", candidate.provider())
                .put(
                        "expected_cost_usd",
                        candidate.expectedCost().map(Money::usd).orElse(null))
                .put("chosen", candidate.chosen())
                .put("why", candidate.why());
    }
}
