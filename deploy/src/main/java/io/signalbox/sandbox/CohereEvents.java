package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes a stream of Cohere's events: https://docs.cohere.com/docs/streaming, https://docs.cohere.com/docs/tool-use-streaming. */
final class CohereEvents implements Voice.Events {

    private final SandboxAnswer answer;
    private int content = -1;
    private boolean inContent;

    CohereEvents(SandboxAnswer answer) {
        this.answer = answer;
    }

    @Override
    public Buffer write(SandboxStep step) {
        return switch (step.kind()) {
            case OPEN -> start();
            case THOUGHT -> content("thinking", step.text());
            case TEXT -> content("text", step.text());
            case THOUGHT_END, TEXT_END -> contentEnd();
            case CALL ->
                event("tool-call-start", indexed(step.call(), "tool_calls", CohereWriter.call(step.theCall(), "")));
            case ARGUMENTS ->
                event(
                        "tool-call-delta",
                        indexed(
                                step.call(),
                                "tool_calls",
                                new JsonObject().put("function", new JsonObject().put("arguments", step.text()))));
            case CALL_END -> event("tool-call-end", new JsonObject().put("index", step.call()));
            case CLOSE -> close(step.choice());
        };
    }

    private Buffer start() {
        JsonObject message = new JsonObject()
                .put("role", "assistant")
                .put("content", new JsonArray())
                .put("tool_plan", "")
                .put("tool_calls", new JsonArray())
                .put("citations", new JsonArray());
        return event(
                "message-start",
                new JsonObject()
                        .put("id", CohereWriter.id(answer))
                        .put("delta", new JsonObject().put("message", message)));
    }

    private Buffer content(String type, String text) {
        Buffer events = Buffer.buffer();
        if (!inContent) {
            inContent = true;
            content++;
            events.appendBuffer(event(
                    "content-start",
                    indexed(
                            content,
                            "content",
                            new JsonObject().put("type", type).put(type, ""))));
        }
        return events.appendBuffer(
                event("content-delta", indexed(content, "content", new JsonObject().put(type, text))));
    }

    private Buffer contentEnd() {
        inContent = false;
        return event("content-end", new JsonObject().put("index", content));
    }

    private static JsonObject indexed(int index, String member, JsonObject value) {
        JsonObject message = new JsonObject().put("message", new JsonObject().put(member, value));
        return new JsonObject().put("index", index).put("delta", message);
    }

    private Buffer close(Choice choice) {
        JsonObject delta = new JsonObject().put("finish_reason", CohereWriter.finishReason(choice));
        if (answer.tellsUsage()) {
            delta.put("usage", CohereWriter.usage(answer.usage()));
        }
        return event("message-end", new JsonObject().put("delta", delta));
    }

    private static Buffer event(String type, JsonObject data) {
        JsonObject typed = new JsonObject().put("type", type).mergeIn(data);
        return Buffer.buffer("event: " + type + "\ndata: ")
                .appendBuffer(typed.toBuffer())
                .appendString("\n\n");
    }

    @Override
    public Buffer end() {
        return Buffer.buffer("data: [DONE]\n\n");
    }

    @Override
    public Buffer malformed() {
        return Buffer.buffer("event: content-delta\ndata: {\"type\":\"content-delta\",\"index\":0,\"del\n\n");
    }

    /** Cohere's last event says that it failed. */
    @Override
    public Buffer failure() {
        JsonObject delta =
                new JsonObject().put("finish_reason", "ERROR").put("error", "[sandbox] The server had an error.");
        return event("message-end", new JsonObject().put("delta", delta)).appendBuffer(end());
    }
}
