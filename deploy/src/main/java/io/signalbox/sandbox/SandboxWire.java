package io.signalbox.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Writes what the sandbox says in OpenAI's JSON. Holds no clock: an answer is the same today and tomorrow. */
final class SandboxWire {

    /** 2026-01-01. */
    private static final long CREATED = 1_767_225_600L;

    private SandboxWire() {}

    static JsonObject models() {
        JsonArray list = new JsonArray();
        for (SandboxModel each : SandboxModel.values()) {
            list.add(new JsonObject()
                    .put("id", each.wireName())
                    .put("object", "model")
                    .put("created", CREATED)
                    .put("owned_by", "sandbox"));
        }
        return new JsonObject().put("object", "list").put("data", list);
    }

    static JsonObject completion(SandboxAnswer answer) {
        JsonArray choices = new JsonArray();
        for (SandboxAnswer.Choice each : answer.choices()) {
            choices.add(new JsonObject()
                    .put("index", each.index())
                    .put("message", message(answer.request(), each))
                    .put("logprobs", null)
                    .put("finish_reason", each.finishReason()));
        }
        JsonObject completion = head(answer.request(), "chat.completion").put("choices", choices);
        if (answer.request().model() != SandboxModel.NO_USAGE) {
            completion.put("usage", usage(answer));
        }
        return completion;
    }

    private static JsonObject message(SandboxRequest request, SandboxAnswer.Choice choice) {
        JsonObject message = new JsonObject().put("role", "assistant");
        if (choice.function().isEmpty()) {
            return message.put("content", choice.text()).put("refusal", null);
        }
        JsonObject call = new JsonObject()
                .put("id", callId(request, choice))
                .put("type", "function")
                .put(
                        "function",
                        new JsonObject().put("name", choice.function().get()).put("arguments", choice.text()));
        return message.put("content", null).put("refusal", null).put("tool_calls", new JsonArray().add(call));
    }

    /** A chunk of one choice. {@code finishReason} is null until the last. */
    static JsonObject chunk(SandboxRequest request, int choice, JsonObject delta, @Nullable String finishReason) {
        JsonObject only = new JsonObject()
                .put("index", choice)
                .put("delta", delta)
                .put("logprobs", null)
                .put("finish_reason", finishReason);
        return usageNull(request, head(request, "chat.completion.chunk").put("choices", new JsonArray().add(only)));
    }

    static JsonObject usageChunk(SandboxAnswer answer) {
        return head(answer.request(), "chat.completion.chunk")
                .put("choices", new JsonArray())
                .put("usage", usage(answer));
    }

    /** The delta that begins a choice: its role, and the function that is called. */
    static JsonObject opening(SandboxRequest request, SandboxAnswer.Choice choice) {
        JsonObject delta = new JsonObject().put("role", "assistant");
        if (choice.function().isEmpty()) {
            return delta.put("content", "").put("refusal", null);
        }
        JsonObject call = new JsonObject()
                .put("index", 0)
                .put("id", callId(request, choice))
                .put("type", "function")
                .put(
                        "function",
                        new JsonObject().put("name", choice.function().get()).put("arguments", ""));
        return delta.put("content", null).put("tool_calls", new JsonArray().add(call));
    }

    static JsonObject delta(SandboxAnswer.Choice choice, String piece) {
        if (choice.function().isEmpty()) {
            return new JsonObject().put("content", piece);
        }
        JsonObject call = new JsonObject().put("index", 0).put("function", new JsonObject().put("arguments", piece));
        return new JsonObject().put("tool_calls", new JsonArray().add(call));
    }

    private static JsonObject head(SandboxRequest request, String object) {
        return new JsonObject()
                .put("id", "chatcmpl-sandbox-" + Long.toHexString(request.fingerprint()))
                .put("object", object)
                .put("created", CREATED)
                .put("model", request.model().wireName())
                .put("system_fingerprint", "fp_sandbox");
    }

    private static JsonObject usageNull(SandboxRequest request, JsonObject chunk) {
        return request.includesUsage() ? chunk.put("usage", null) : chunk;
    }

    private static JsonObject usage(SandboxAnswer answer) {
        long prompt = answer.request().promptTokens();
        long completion = answer.completionTokens();
        return new JsonObject()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion)
                .put(
                        "prompt_tokens_details",
                        new JsonObject().put("cached_tokens", 0).put("audio_tokens", 0))
                .put(
                        "completion_tokens_details",
                        new JsonObject().put("reasoning_tokens", 0).put("audio_tokens", 0));
    }

    private static String callId(SandboxRequest request, SandboxAnswer.Choice choice) {
        return "call_sandbox_" + Long.toHexString(request.fingerprint()) + "_" + choice.index();
    }
}
