package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Call;
import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes what Converse answers, whole or its parts. */
final class ConverseWriter {

    private ConverseWriter() {}

    static JsonObject response(SandboxAnswer answer) {
        Choice choice = answer.only();
        JsonArray content = new JsonArray();
        if (!choice.thoughts().isEmpty()) {
            content.add(wrapped(
                    "reasoningContent",
                    wrapped(
                            "reasoningText",
                            new JsonObject()
                                    .put("text", choice.thoughts())
                                    .put("signature", Seal.of(choice.thoughts())))));
        }
        if (!choice.text().isEmpty()) {
            content.add(new JsonObject().put("text", choice.text()));
        }
        for (Call each : choice.calls()) {
            content.add(wrapped("toolUse", toolUse(each).put("input", each.input())));
        }
        JsonObject message = new JsonObject().put("role", "assistant").put("content", content);
        JsonObject response = new JsonObject()
                .put("output", wrapped("message", message))
                .put("stopReason", stopReason(choice))
                .put("metrics", metrics());
        return answer.tellsUsage() ? response.put("usage", usage(answer.usage())) : response;
    }

    static JsonObject wrapped(String name, JsonObject value) {
        return new JsonObject().put(name, value);
    }

    static JsonObject toolUse(Call call) {
        return new JsonObject()
                .put("toolUseId", "tooluse_sandbox_" + call.key())
                .put("name", call.name());
    }

    static JsonObject metrics() {
        return new JsonObject().put("latencyMs", 1);
    }

    static String stopReason(Choice choice) {
        return switch (choice.ending()) {
            case DONE, REFUSED -> "end_turn";
            case CALLS -> "tool_use";
            case LENGTH -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case FILTERED -> "content_filtered";
        };
    }

    /**
     * What is read from a cache or written to one stands beside the input, thoughts are part of the output:
     * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html.
     */
    static JsonObject usage(SandboxUsage usage) {
        JsonArray details = new JsonArray();
        detail(details, "1h", usage.cacheWrite1h());
        detail(details, "5m", usage.cacheWrite5m());
        return new JsonObject()
                .put("inputTokens", usage.input())
                .put("outputTokens", usage.completionTokens())
                .put("totalTokens", usage.totalTokens())
                .put("cacheReadInputTokens", usage.cacheRead())
                .put("cacheWriteInputTokens", usage.cacheWrite())
                .put("cacheDetails", details);
    }

    private static void detail(JsonArray details, String ttl, long tokens) {
        if (tokens > 0) {
            details.add(new JsonObject().put("ttl", ttl).put("inputTokens", tokens));
        }
    }
}
