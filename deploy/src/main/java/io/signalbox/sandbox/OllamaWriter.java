package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Call;
import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.signalbox.sandbox.SandboxAnswer.Ending;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes what Ollama answers, whole or its parts. Thoughts are part of what is counted; nothing is said of caches. */
final class OllamaWriter {

    private static final String CREATED = "2026-01-01T00:00:00.000000Z";

    private final SandboxAnswer answer;

    OllamaWriter(SandboxAnswer answer) {
        this.answer = answer;
    }

    JsonObject response() {
        Choice choice = answer.only();
        JsonObject message = message(choice.text());
        if (!choice.thoughts().isEmpty()) {
            message.put("thinking", choice.thoughts());
        }
        JsonArray calls = new JsonArray();
        for (Call each : choice.calls()) {
            if (each.isWhole()) {
                calls.add(call(each));
            }
        }
        if (!calls.isEmpty()) {
            message.put("tool_calls", calls);
        }
        return done(message);
    }

    static JsonObject message(String text) {
        return new JsonObject().put("role", "assistant").put("content", text);
    }

    static JsonObject call(Call call) {
        return new JsonObject()
                .put("function", new JsonObject().put("name", call.name()).put("arguments", call.input()));
    }

    JsonObject part(JsonObject message, boolean done) {
        return new JsonObject()
                .put("model", answer.request().target().name())
                .put("created_at", CREATED)
                .put("message", message)
                .put("done", done);
    }

    /** The last part: why it ends, and what was counted. */
    JsonObject done(JsonObject message) {
        boolean cut = answer.only().ending() == Ending.LENGTH;
        JsonObject done = part(message, true)
                .put("done_reason", cut ? "length" : "stop")
                .put("total_duration", 4)
                .put("load_duration", 1);
        if (answer.tellsUsage()) {
            done.put("prompt_eval_count", answer.usage().promptTokens())
                    .put("prompt_eval_duration", 1)
                    .put("eval_count", answer.usage().completionTokens())
                    .put("eval_duration", 2);
        }
        return done;
    }
}
