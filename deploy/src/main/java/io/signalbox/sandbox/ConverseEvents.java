package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** Writes the events of ConverseStream: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html. */
final class ConverseEvents implements Voice.Events {

    private final SandboxAnswer answer;
    private int index;

    ConverseEvents(SandboxAnswer answer) {
        this.answer = answer;
    }

    @Override
    public Buffer write(SandboxStep step) {
        return switch (step.kind()) {
            case OPEN -> event("messageStart", new JsonObject().put("role", "assistant"));
            case THOUGHT -> reasoning("text", step.text());
            case THOUGHT_END ->
                reasoning("signature", Seal.of(step.choice().thoughts())).appendBuffer(blockEnd());
            case TEXT -> delta(new JsonObject().put("text", step.text()));
            case CALL ->
                event(
                        "contentBlockStart",
                        new JsonObject()
                                .put("start", ConverseWriter.wrapped("toolUse", ConverseWriter.toolUse(step.theCall())))
                                .put("contentBlockIndex", index));
            case ARGUMENTS -> delta(ConverseWriter.wrapped("toolUse", new JsonObject().put("input", step.text())));
            case TEXT_END, CALL_END -> blockEnd();
            case CLOSE -> stop(step.choice());
        };
    }

    private Buffer reasoning(String name, String value) {
        return delta(ConverseWriter.wrapped("reasoningContent", new JsonObject().put(name, value)));
    }

    private Buffer delta(JsonObject delta) {
        return event("contentBlockDelta", new JsonObject().put("delta", delta).put("contentBlockIndex", index));
    }

    private Buffer blockEnd() {
        return event("contentBlockStop", new JsonObject().put("contentBlockIndex", index++));
    }

    private static Buffer stop(Choice choice) {
        return event("messageStop", new JsonObject().put("stopReason", ConverseWriter.stopReason(choice)));
    }

    /** {@code p} is padding, as the real service has it. */
    private static Buffer event(String type, JsonObject payload) {
        Map<String, String> headers = new TreeMap<>(
                Map.of(":event-type", type, ":content-type", "application/json", ":message-type", "event"));
        return EventStreamFrame.of(headers, payload.put("p", "abcdefgh").toBuffer());
    }

    @Override
    public Buffer end() {
        JsonObject metadata = new JsonObject().put("metrics", ConverseWriter.metrics());
        if (answer.tellsUsage()) {
            metadata.put("usage", ConverseWriter.usage(answer.usage()));
        }
        return event("metadata", metadata);
    }

    /** A frame whose checksum is wrong. */
    @Override
    public Buffer malformed() {
        Buffer frame = delta(new JsonObject().put("text", "x"));
        return frame.setByte(frame.length() - 1, (byte) ~frame.getByte(frame.length() - 1));
    }

    @Override
    public Buffer failure() {
        Map<String, String> headers = new TreeMap<>(Map.of(
                ":exception-type",
                "modelStreamErrorException",
                ":content-type",
                "application/json",
                ":message-type",
                "exception"));
        return EventStreamFrame.of(
                headers,
                new JsonObject()
                        .put("message", "[sandbox] The model had an error.")
                        .put("originalStatusCode", 500)
                        .toBuffer());
    }
}
