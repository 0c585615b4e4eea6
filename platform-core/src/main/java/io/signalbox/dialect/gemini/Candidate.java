package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is the same in a whole answer and in a piece of one. */
final class Candidate {

    private Candidate() {}

    /** Fails when the prompt was blocked: there is no answer then, with any candidate or without. */
    static void checkPrompt(JsonNode answer) {
        String reason = answer.path("promptFeedback").path("blockReason").asText("");
        if (!reason.isEmpty() && answer.path("candidates").isEmpty()) {
            throw Fault.with(FaultCode.CONTENT_FILTER, "The provider's content filter blocked the request.")
                    .detail("blockReason=" + reason.replaceAll("[^A-Z_]", ""))
                    .build();
        }
    }

    /** Most models name no calls; the name made for one is the same whenever the answer is read again, and no other's in its conversation. */
    static String callId(JsonNode functionCall, String requestId, int choice, int call) {
        String own = functionCall.path("id").asText("");
        return own.isEmpty() ? "call_" + requestId.replace("req_", "") + "_" + choice + "_" + call : own;
    }

    static String arguments(JsonNode functionCall) {
        JsonNode args = functionCall.path("args");
        return args.isObject() ? Json.text(args) : "{}";
    }

    /** {@code logprobsResult} in OpenAI's form. */
    static Optional<JsonNode> logprobs(JsonNode candidate) {
        JsonNode chosen = candidate.path("logprobsResult").path("chosenCandidates");
        if (!chosen.isArray() || chosen.isEmpty()) {
            return Optional.empty();
        }
        JsonNode top = candidate.path("logprobsResult").path("topCandidates");
        ObjectNode logprobs = Json.object();
        ArrayNode content = logprobs.putArray("content");
        for (int i = 0; i < chosen.size(); i++) {
            ArrayNode alternatives =
                    content.add(token(chosen.get(i))).withArray("/" + (content.size() - 1) + "/top_logprobs");
            for (JsonNode each : top.path(i).path("candidates")) {
                alternatives.add(token(each));
            }
        }
        logprobs.putNull("refusal");
        return Optional.of(logprobs);
    }

    private static ObjectNode token(JsonNode given) {
        String token = given.path("token").asText("");
        ObjectNode written = Json.object().put("token", token);
        // Google leaves out what is 0.
        written.set(
                "logprob", given.path("logProbability").isNumber() ? given.get("logProbability") : IntNode.valueOf(0));
        ArrayNode bytes = written.putArray("bytes");
        for (byte each : token.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(each & 0xff);
        }
        return written;
    }
}
