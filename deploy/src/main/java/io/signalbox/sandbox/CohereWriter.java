package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Call;
import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes what Cohere answers, whole or its parts. */
final class CohereWriter {

    private static final long PREAMBLE = 66;

    private CohereWriter() {}

    static JsonObject response(SandboxAnswer answer) {
        Choice choice = answer.only();
        JsonArray content = new JsonArray();
        if (!choice.thoughts().isEmpty()) {
            content.add(new JsonObject().put("type", "thinking").put("thinking", choice.thoughts()));
        }
        if (!choice.text().isEmpty()) {
            content.add(new JsonObject().put("type", "text").put("text", choice.text()));
        }
        JsonObject message = new JsonObject().put("role", "assistant");
        if (!content.isEmpty()) {
            message.put("content", content);
        }
        if (!choice.calls().isEmpty()) {
            JsonArray calls = new JsonArray();
            choice.calls().forEach(each -> calls.add(call(each, each.arguments())));
            message.put("tool_calls", calls);
        }
        JsonObject response = new JsonObject()
                .put("id", id(answer))
                .put("finish_reason", finishReason(choice))
                .put("message", message);
        return answer.tellsUsage() ? response.put("usage", usage(answer.usage())) : response;
    }

    static String id(SandboxAnswer answer) {
        return "sandbox-" + Long.toHexString(answer.request().fingerprint());
    }

    static JsonObject call(Call call, String arguments) {
        return new JsonObject()
                .put("id", call.name() + "_" + call.key())
                .put("type", "function")
                .put("function", new JsonObject().put("name", call.name()).put("arguments", arguments));
    }

    static String finishReason(Choice choice) {
        return switch (choice.ending()) {
            case DONE, REFUSED -> "COMPLETE";
            case CALLS -> "TOOL_CALL";
            case LENGTH -> "MAX_TOKENS";
            case STOP_SEQUENCE -> "STOP_SEQUENCE";
            case FILTERED -> "ERROR";
        };
    }

    /**
     * Billed units are what costs; the tokens also count what Cohere puts around a prompt, for nothing. What is read from a cache is inside
     * the input, thoughts are part of the output.
     */
    static JsonObject usage(SandboxUsage usage) {
        return new JsonObject()
                .put("billed_units", tokens(usage.promptTokens(), usage.completionTokens()))
                .put("tokens", tokens(usage.promptTokens() + PREAMBLE, usage.completionTokens()))
                .put("cached_tokens", usage.cacheRead());
    }

    private static JsonObject tokens(long input, long output) {
        return new JsonObject().put("input_tokens", input).put("output_tokens", output);
    }
}
