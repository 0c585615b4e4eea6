package io.signalbox.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.StopReason;
import io.signalbox.json.Json;
import io.signalbox.money.TokenUsage;
import java.util.Optional;

/** What is the same in a whole answer and in a line of one. */
final class Answer {

    /** No context is longer, and no price times as many overflows; an answer that claims more is not believed. */
    private static final long TOKENS_MAX = 10_000_000;

    private Answer() {}

    static StopReason stop(JsonNode answer, boolean called) {
        if ("length".equals(answer.path("done_reason").asText(""))) {
            return StopReason.LENGTH;
        }
        return called ? StopReason.TOOL_CALLS : StopReason.STOP;
    }

    /** Thoughts are inside the output and not told apart. What the server still had in its cache is inside the prompt. */
    static Optional<TokenUsage> usage(JsonNode answer) {
        long prompt = count(answer.path("prompt_eval_count"));
        long output = count(answer.path("eval_count"));
        if (prompt < 0 || output < 0) {
            return Optional.empty();
        }
        long cached = Math.min(Math.max(0, count(answer.path("prompt_eval_cached_count"))), prompt);
        return Optional.of(new TokenUsage(prompt - cached, cached, 0, 0, output, 0, 0, 0, 0));
    }

    private static long count(JsonNode count) {
        boolean believed = count.isIntegralNumber() && count.canConvertToLong() && count.asLong() <= TOKENS_MAX;
        return believed ? count.asLong() : -1;
    }

    /** Most servers name no calls; the name made for one is the same whenever the answer is read again, and no other's in its conversation. */
    static String callId(JsonNode call, String requestId, int number) {
        String own = call.path("id").asText("");
        return own.isEmpty() ? "call_" + requestId.replace("req_", "") + "_" + number : own;
    }

    static String arguments(JsonNode call) {
        JsonNode arguments = call.path("function").path("arguments");
        return arguments.isObject() ? Json.text(arguments) : arguments.asText("{}");
    }

    /** A list of tokens as OpenAI has them, but for the list's place. */
    static Optional<JsonNode> logprobs(JsonNode answer) {
        JsonNode tokens = answer.path("logprobs");
        if (!tokens.isArray() || tokens.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode logprobs = Json.object();
        logprobs.set("content", tokens);
        logprobs.putNull("refusal");
        return Optional.of(logprobs);
    }
}
