package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Writes a stream of responses, each with a part and what has been used until then. Calls come whole; a signature of text comes at the end
 * with no text.
 */
final class GeminiEvents implements Voice.Events {

    private final GeminiWriter writer;
    private final boolean sse;
    private SandboxUsage soFar;
    private long outputBytes;
    private long thoughtBytes;
    private boolean begun;

    GeminiEvents(GeminiWriter writer, boolean sse) {
        this.writer = writer;
        this.sse = sse;
        this.soFar = writer.answer().request().usage();
    }

    @Override
    public Buffer write(SandboxStep step) {
        outputBytes += step.outputBytes();
        thoughtBytes += step.thoughtBytes();
        Choice choice = step.choice();
        return switch (step.kind()) {
            case THOUGHT ->
                writer.showsThoughts()
                        ? event(choice, GeminiWriter.text(step.text()).put("thought", true))
                        : Buffer.buffer();
            case TEXT -> event(choice, GeminiWriter.text(step.text()));
            case CALL_END ->
                GeminiWriter.call(choice, step.call())
                        .map(part -> event(choice, part))
                        .orElseGet(Buffer::buffer);
            case CLOSE -> close(choice);
            case OPEN, THOUGHT_END, TEXT_END, CALL, ARGUMENTS -> Buffer.buffer();
        };
    }

    private Buffer event(Choice choice, JsonObject part) {
        SandboxUsage usage = soFar.producing(
                soFar.output() + SandboxTokens.ofBytes(outputBytes),
                soFar.reasoning() + SandboxTokens.ofBytes(thoughtBytes));
        return framed(writer.response(new JsonArray().add(GeminiWriter.candidate(choice, List.of(part))), usage));
    }

    private Buffer close(Choice choice) {
        soFar = soFar.producing(
                soFar.output() + SandboxTokens.ofBytes(outputBytes),
                soFar.reasoning() + SandboxTokens.ofBytes(thoughtBytes));
        outputBytes = 0;
        thoughtBytes = 0;
        boolean signed = !choice.thoughts().isEmpty() && !choice.text().isEmpty();
        JsonObject last = GeminiWriter.text("");
        JsonObject candidate = GeminiWriter.candidate(
                choice, List.of(signed ? last.put("thoughtSignature", Seal.of(GeminiWriter.TEXT_SEAL)) : last));
        candidate.put("finishReason", GeminiWriter.finishReason(choice));
        return framed(writer.response(new JsonArray().add(candidate), soFar));
    }

    private Buffer framed(JsonObject response) {
        if (sse) {
            return sse(response);
        }
        Buffer element = Buffer.buffer(begun ? ",\r\n" : "[").appendBuffer(response.toBuffer());
        begun = true;
        return element;
    }

    static Buffer sse(JsonObject response) {
        return Buffer.buffer("data: ").appendBuffer(response.toBuffer()).appendString("\r\n\r\n");
    }

    @Override
    public Buffer end() {
        return sse ? Buffer.buffer() : Buffer.buffer("]\r\n");
    }

    @Override
    public Buffer malformed() {
        String broken = "{\"candidates\": [{\"content\": {\"par";
        return sse ? Buffer.buffer("data: " + broken + "\r\n\r\n") : Buffer.buffer("[" + broken);
    }

    @Override
    public Buffer failure() {
        JsonObject error = GeminiErrors.toJson(SandboxFault.ofServer(), "");
        return sse ? sse(error) : framed(error).appendString("]\r\n");
    }
}
