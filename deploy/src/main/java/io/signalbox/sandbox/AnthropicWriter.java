package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Call;
import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Writes a message of Anthropic's, whole or its parts. */
final class AnthropicWriter {

    private final SandboxAnswer answer;
    private final boolean hidesThoughts;

    AnthropicWriter(SandboxAnswer answer, boolean hidesThoughts) {
        this.answer = answer;
        this.hidesThoughts = hidesThoughts;
    }

    SandboxAnswer answer() {
        return answer;
    }

    /** Whether the thoughts are to be kept from the caller, as Anthropic does with some; their signature comes all the same. */
    boolean hidesThoughts() {
        return hidesThoughts;
    }

    /** Whether the caller asks, by Anthropic's own test words, for thoughts that nobody may read. */
    boolean redactsThoughts() {
        return answer.request().prompt().lastText().contains("ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING");
    }

    JsonObject redacted() {
        return new JsonObject().put("type", "redacted_thinking").put("data", Seal.of(SandboxText.REDACTED));
    }

    JsonObject message() {
        Choice choice = answer.only();
        JsonArray content = new JsonArray();
        if (!choice.thoughts().isEmpty()) {
            String shown = hidesThoughts ? "" : choice.thoughts();
            content.add(redactsThoughts() ? redacted() : thinking(shown, Seal.of(shown)));
        }
        if (!choice.text().isEmpty()) {
            content.add(text(choice.text()));
        }
        for (Call each : choice.calls()) {
            content.add(toolUse(each, each.input()));
        }
        return head(content, stopReason(choice), choice.stop().orElse(null), answer.usage());
    }

    JsonObject head(JsonArray content, @Nullable String stopReason, @Nullable String stopSequence, SandboxUsage usage) {
        JsonObject message = new JsonObject()
                .put("id", "msg_sandbox_" + Long.toHexString(answer.request().fingerprint()))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", answer.request().target().name())
                .put("content", content)
                .put("stop_reason", stopReason)
                .put("stop_sequence", stopSequence);
        return answer.tellsUsage() ? message.put("usage", usage(usage)) : message;
    }

    static JsonObject thinking(String thoughts, String signature) {
        return new JsonObject()
                .put("type", "thinking")
                .put("thinking", thoughts)
                .put("signature", signature);
    }

    static JsonObject text(String text) {
        return new JsonObject().put("type", "text").put("text", text);
    }

    static JsonObject toolUse(Call call, JsonObject input) {
        return new JsonObject()
                .put("type", "tool_use")
                .put("id", "toolu_sandbox_" + call.key())
                .put("name", call.name())
                .put("input", input);
    }

    static String stopReason(Choice choice) {
        return switch (choice.ending()) {
            case DONE -> "end_turn";
            case CALLS -> "tool_use";
            case LENGTH -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case FILTERED, REFUSED -> "refusal";
        };
    }

    /** What is read from a cache or written to one stands beside the input; thoughts are part of the output. */
    static JsonObject usage(SandboxUsage usage) {
        return new JsonObject()
                .put("input_tokens", usage.input())
                .put("cache_creation_input_tokens", usage.cacheWrite())
                .put("cache_read_input_tokens", usage.cacheRead())
                .put(
                        "cache_creation",
                        new JsonObject()
                                .put("ephemeral_5m_input_tokens", usage.cacheWrite5m())
                                .put("ephemeral_1h_input_tokens", usage.cacheWrite1h()))
                .put("output_tokens", usage.completionTokens())
                .put("service_tier", "standard");
    }
}
