package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Call;
import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what Gemini answers, whole or its parts. */
final class GeminiWriter {

    /** What a signature of text signs: Google does not tie it to the words. */
    static final String TEXT_SEAL = "text";

    private final SandboxAnswer answer;
    private final boolean showsThoughts;

    GeminiWriter(SandboxAnswer answer, boolean showsThoughts) {
        this.answer = answer;
        this.showsThoughts = showsThoughts;
    }

    SandboxAnswer answer() {
        return answer;
    }

    boolean showsThoughts() {
        return showsThoughts;
    }

    /** A prompt that is not answered. */
    static JsonObject blocked(String model) {
        return new JsonObject()
                .put("promptFeedback", new JsonObject().put("blockReason", "PROHIBITED_CONTENT"))
                .put(
                        "usageMetadata",
                        new JsonObject().put("promptTokenCount", 0).put("totalTokenCount", 0))
                .put("modelVersion", model);
    }

    JsonObject response() {
        JsonArray candidates = new JsonArray();
        for (Choice each : answer.choices()) {
            candidates.add(candidate(each, parts(each)).put("finishReason", finishReason(each)));
        }
        return response(candidates, answer.usage());
    }

    JsonObject response(JsonArray candidates, SandboxUsage usage) {
        JsonObject response = new JsonObject().put("candidates", candidates);
        if (answer.tellsUsage()) {
            response.put("usageMetadata", usage(usage));
        }
        return response.put("modelVersion", answer.request().target().name())
                .put(
                        "responseId",
                        "sandbox-" + Long.toHexString(answer.request().fingerprint()));
    }

    static JsonObject candidate(Choice choice, List<JsonObject> parts) {
        return new JsonObject()
                .put(
                        "content",
                        new JsonObject().put("parts", new JsonArray(parts)).put("role", "model"))
                .put("index", choice.index());
    }

    private List<JsonObject> parts(Choice choice) {
        List<JsonObject> parts = new ArrayList<>();
        boolean thought = !choice.thoughts().isEmpty();
        if (thought && showsThoughts) {
            parts.add(text(choice.thoughts()).put("thought", true));
        }
        if (!choice.text().isEmpty()) {
            JsonObject text = text(choice.text());
            parts.add(thought ? text.put("thoughtSignature", Seal.of(TEXT_SEAL)) : text);
        }
        for (int i = 0; i < choice.calls().size(); i++) {
            call(choice, i).ifPresent(parts::add);
        }
        return parts;
    }

    static JsonObject text(String text) {
        return new JsonObject().put("text", text);
    }

    /** The call, signed when it is the first after thoughts; nothing when the output limit has cut it. */
    static Optional<JsonObject> call(Choice choice, int index) {
        Call call = choice.calls().get(index);
        if (!call.isWhole()) {
            return Optional.empty();
        }
        JsonObject part = new JsonObject()
                .put("functionCall", new JsonObject().put("name", call.name()).put("args", call.input()));
        boolean signed = index == 0 && !choice.thoughts().isEmpty();
        return Optional.of(signed ? part.put("thoughtSignature", Seal.of(call.name())) : part);
    }

    static String finishReason(Choice choice) {
        return switch (choice.ending()) {
            case DONE, CALLS, STOP_SEQUENCE, REFUSED -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case FILTERED -> "SAFETY";
        };
    }

    /** What is read from a cache is inside the prompt, thoughts stand beside the candidates. */
    static JsonObject usage(SandboxUsage usage) {
        JsonObject metadata = new JsonObject()
                .put("promptTokenCount", usage.promptTokens())
                .put("candidatesTokenCount", usage.output())
                .put("totalTokenCount", usage.totalTokens())
                .put("promptTokensDetails", text(usage.promptTokens()));
        if (usage.cacheRead() > 0) {
            metadata.put("cachedContentTokenCount", usage.cacheRead())
                    .put("cacheTokensDetails", text(usage.cacheRead()));
        }
        return usage.reasoning() > 0 ? metadata.put("thoughtsTokenCount", usage.reasoning()) : metadata;
    }

    static JsonArray text(long tokens) {
        return new JsonArray().add(new JsonObject().put("modality", "TEXT").put("tokenCount", tokens));
    }
}
