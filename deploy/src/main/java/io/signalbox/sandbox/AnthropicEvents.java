package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes a message's events: https://docs.claude.com/en/docs/build-with-claude/streaming. */
final class AnthropicEvents implements Voice.Events {

    private final AnthropicWriter writer;
    private int index = -1;
    private boolean inBlock;

    AnthropicEvents(AnthropicWriter writer) {
        this.writer = writer;
    }

    @Override
    public Buffer write(SandboxStep step) {
        return switch (step.kind()) {
            case OPEN -> start().appendBuffer(event("ping", new JsonObject()));
            case THOUGHT -> thought(step);
            case THOUGHT_END -> thoughtEnd(step.choice());
            case TEXT ->
                opened(AnthropicWriter.text(""))
                        .appendBuffer(
                                delta(new JsonObject().put("type", "text_delta").put("text", step.text())));
            case CALL ->
                opened(AnthropicWriter.toolUse(step.theCall(), new JsonObject()))
                        .appendBuffer(arguments(""));
            case ARGUMENTS -> arguments(step.text());
            case TEXT_END, CALL_END -> blockEnd();
            case CLOSE -> stop(step.choice());
        };
    }

    private Buffer start() {
        SandboxUsage soFar = writer.answer().request().usage().producing(1, 0);
        return event("message_start", new JsonObject().put("message", writer.head(new JsonArray(), null, null, soFar)));
    }

    private Buffer thought(SandboxStep step) {
        if (writer.redactsThoughts()) {
            return Buffer.buffer();
        }
        Buffer events = opened(AnthropicWriter.thinking("", ""));
        return writer.hidesThoughts()
                ? events
                : events.appendBuffer(
                        delta(new JsonObject().put("type", "thinking_delta").put("thinking", step.text())));
    }

    private Buffer thoughtEnd(Choice choice) {
        if (writer.redactsThoughts()) {
            return opened(writer.redacted()).appendBuffer(blockEnd());
        }
        String seal = Seal.of(writer.hidesThoughts() ? "" : choice.thoughts());
        return delta(new JsonObject().put("type", "signature_delta").put("signature", seal))
                .appendBuffer(blockEnd());
    }

    private Buffer arguments(String piece) {
        return delta(new JsonObject().put("type", "input_json_delta").put("partial_json", piece));
    }

    /** The block's beginning, unless it has begun. */
    private Buffer opened(JsonObject block) {
        if (inBlock) {
            return Buffer.buffer();
        }
        inBlock = true;
        index++;
        return event("content_block_start", new JsonObject().put("index", index).put("content_block", block));
    }

    private Buffer delta(JsonObject delta) {
        return event("content_block_delta", new JsonObject().put("index", index).put("delta", delta));
    }

    private Buffer blockEnd() {
        inBlock = false;
        return event("content_block_stop", new JsonObject().put("index", index));
    }

    private Buffer stop(Choice choice) {
        JsonObject message = new JsonObject()
                .put(
                        "delta",
                        new JsonObject()
                                .put("stop_reason", AnthropicWriter.stopReason(choice))
                                .put("stop_sequence", choice.stop().orElse(null)));
        if (writer.answer().tellsUsage()) {
            JsonObject usage = AnthropicWriter.usage(writer.answer().usage());
            usage.remove("cache_creation");
            usage.remove("service_tier");
            message.put("usage", usage);
        }
        return event("message_delta", message);
    }

    private static Buffer event(String type, JsonObject data) {
        JsonObject typed = new JsonObject().put("type", type).mergeIn(data);
        return Buffer.buffer("event: " + type + "\ndata: ")
                .appendBuffer(typed.toBuffer())
                .appendString("\n\n");
    }

    @Override
    public Buffer end() {
        return event("message_stop", new JsonObject());
    }

    @Override
    public Buffer malformed() {
        return Buffer.buffer(
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"del\n\n");
    }

    @Override
    public Buffer failure() {
        JsonObject error = AnthropicVoice.error(new SandboxFault(SandboxFault.Kind.OVERLOADED, "", "Overloaded"));
        return event("error", error);
    }
}
