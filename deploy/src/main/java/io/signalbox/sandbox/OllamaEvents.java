package io.signalbox.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes a stream as lines of JSON: https://docs.ollama.com/api/streaming. Calls come whole. */
final class OllamaEvents implements Voice.Events {

    private final OllamaWriter writer;

    OllamaEvents(OllamaWriter writer) {
        this.writer = writer;
    }

    @Override
    public Buffer write(SandboxStep step) {
        return switch (step.kind()) {
            case THOUGHT -> line(writer.part(OllamaWriter.message("").put("thinking", step.text()), false));
            case TEXT -> line(writer.part(OllamaWriter.message(step.text()), false));
            case CALL_END ->
                step.theCall().isWhole()
                        ? line(writer.part(
                                OllamaWriter.message("")
                                        .put("tool_calls", new JsonArray().add(OllamaWriter.call(step.theCall()))),
                                false))
                        : Buffer.buffer();
            case CLOSE -> line(writer.done(OllamaWriter.message("")));
            case OPEN, THOUGHT_END, TEXT_END, CALL, ARGUMENTS -> Buffer.buffer();
        };
    }

    private static Buffer line(JsonObject part) {
        return part.toBuffer().appendString("\n");
    }

    @Override
    public Buffer end() {
        return Buffer.buffer();
    }

    @Override
    public Buffer malformed() {
        return Buffer.buffer("{\"model\":\"sandbox\",\"message\":{\"ro\n");
    }

    @Override
    public Buffer failure() {
        return line(OllamaVoice.error(SandboxFault.ofServer()));
    }
}
