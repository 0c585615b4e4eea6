package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Call;
import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.signalbox.sandbox.SandboxAnswer.Ending;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Writes a whole chat completion. Thoughts stand in {@code reasoning_content}, as DeepSeek and the open servers have it. Holds no clock: an
 * answer is the same today and tomorrow.
 */
final class ChatWriter {

    /** 2026-01-01. */
    static final long CREATED = 1_767_225_600L;

    private ChatWriter() {}

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
        for (Choice each : answer.choices()) {
            choices.add(new JsonObject()
                    .put("index", each.index())
                    .put("message", message(each))
                    .put("logprobs", null)
                    .put("finish_reason", finishReason(each)));
        }
        JsonObject completion = head(answer.request(), "chat.completion").put("choices", choices);
        return answer.tellsUsage() ? completion.put("usage", usage(answer.usage())) : completion;
    }

    private static JsonObject message(Choice choice) {
        boolean refused = choice.ending() == Ending.REFUSED;
        boolean silent = refused || !choice.calls().isEmpty();
        JsonObject message = new JsonObject()
                .put("role", "assistant")
                .put("content", silent ? null : choice.text())
                .put("refusal", refused ? choice.text() : null);
        if (!choice.thoughts().isEmpty()) {
            message.put("reasoning_content", choice.thoughts());
        }
        if (!choice.calls().isEmpty()) {
            JsonArray calls = new JsonArray();
            choice.calls().forEach(each -> calls.add(call(each, each.arguments())));
            message.put("tool_calls", calls);
        }
        return message;
    }

    static JsonObject call(Call call, String arguments) {
        return new JsonObject()
                .put("id", "call_sandbox_" + call.key())
                .put("type", "function")
                .put("function", new JsonObject().put("name", call.name()).put("arguments", arguments));
    }

    static String finishReason(Choice choice) {
        return switch (choice.ending()) {
            case DONE, STOP_SEQUENCE, REFUSED -> "stop";
            case CALLS -> "tool_calls";
            case LENGTH -> "length";
            case FILTERED -> "content_filter";
        };
    }

    static JsonObject head(SandboxRequest request, String object) {
        return new JsonObject()
                .put("id", "chatcmpl-sandbox-" + Long.toHexString(request.fingerprint()))
                .put("object", object)
                .put("created", CREATED)
                .put("model", request.target().name())
                .put("system_fingerprint", "fp_sandbox");
    }

    /** Cached tokens are inside the prompt's, reasoning inside the completion's. */
    static JsonObject usage(SandboxUsage usage) {
        return new JsonObject()
                .put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.totalTokens())
                .put(
                        "prompt_tokens_details",
                        new JsonObject().put("cached_tokens", usage.cacheRead()).put("audio_tokens", 0))
                .put(
                        "completion_tokens_details",
                        new JsonObject()
                                .put("reasoning_tokens", usage.reasoning())
                                .put("audio_tokens", 0)
                                .put("accepted_prediction_tokens", 0)
                                .put("rejected_prediction_tokens", 0));
    }
}
