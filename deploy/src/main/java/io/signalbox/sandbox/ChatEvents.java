package io.signalbox.sandbox;

import io.signalbox.sandbox.SandboxAnswer.Choice;
import io.signalbox.sandbox.SandboxAnswer.Ending;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Writes chat completion chunks: https://platform.openai.com/docs/api-reference/chat-streaming. */
final class ChatEvents implements Voice.Events {

    private final SandboxAnswer answer;
    private final boolean includesUsage;

    ChatEvents(SandboxAnswer answer, boolean includesUsage) {
        this.answer = answer;
        this.includesUsage = includesUsage;
    }

    @Override
    public Buffer write(SandboxStep step) {
        Choice choice = step.choice();
        return switch (step.kind()) {
            case OPEN -> startsWithCall(choice) ? Buffer.buffer() : chunk(choice, role(choice));
            case THOUGHT -> chunk(choice, new JsonObject().put("reasoning_content", step.text()));
            case TEXT ->
                chunk(
                        choice,
                        new JsonObject().put(choice.ending() == Ending.REFUSED ? "refusal" : "content", step.text()));
            case CALL -> chunk(choice, opening(step));
            case ARGUMENTS -> chunk(choice, calls(arguments(step)));
            case CLOSE -> chunk(choice, new JsonObject(), ChatWriter.finishReason(choice));
            case THOUGHT_END, TEXT_END, CALL_END -> Buffer.buffer();
        };
    }

    private static boolean startsWithCall(Choice choice) {
        return choice.thoughts().isEmpty() && !choice.calls().isEmpty();
    }

    private static JsonObject role(Choice choice) {
        JsonObject delta = new JsonObject().put("role", "assistant");
        return choice.calls().isEmpty() ? delta.put("content", "").put("refusal", null) : delta.put("content", null);
    }

    /** The function that is called; with the role when nothing came before. */
    private static JsonObject opening(SandboxStep step) {
        JsonObject call = new JsonObject().put("index", step.call()).mergeIn(ChatWriter.call(step.theCall(), ""));
        JsonObject delta = calls(call);
        boolean first = step.call() == 0 && startsWithCall(step.choice());
        return first ? role(step.choice()).mergeIn(delta) : delta;
    }

    private static JsonObject arguments(SandboxStep step) {
        return new JsonObject()
                .put("index", step.call())
                .put("function", new JsonObject().put("arguments", step.text()));
    }

    private static JsonObject calls(JsonObject call) {
        return new JsonObject().put("tool_calls", new JsonArray().add(call));
    }

    private Buffer chunk(Choice choice, JsonObject delta) {
        return chunk(choice, delta, null);
    }

    /** {@code finishReason} is null until the last chunk of a choice. */
    private Buffer chunk(Choice choice, JsonObject delta, @Nullable String finishReason) {
        JsonObject only = new JsonObject()
                .put("index", choice.index())
                .put("delta", delta)
                .put("logprobs", null)
                .put("finish_reason", finishReason);
        JsonObject chunk = head().put("choices", new JsonArray().add(only));
        return event(includesUsage ? chunk.put("usage", null) : chunk);
    }

    private JsonObject head() {
        return ChatWriter.head(answer.request(), "chat.completion.chunk");
    }

    private static Buffer event(JsonObject data) {
        return Buffer.buffer("data: ").appendBuffer(data.toBuffer()).appendString("\n\n");
    }

    @Override
    public Buffer end() {
        Buffer done = Buffer.buffer("data: [DONE]\n\n");
        boolean tells = includesUsage && answer.tellsUsage() && answer.request().model() != SandboxModel.MALFORMED;
        if (!tells) {
            return done;
        }
        JsonObject usage = head().put("choices", new JsonArray()).put("usage", ChatWriter.usage(answer.usage()));
        return event(usage).appendBuffer(done);
    }

    @Override
    public Buffer malformed() {
        return Buffer.buffer("data: {\"id\":\"chatcmpl-sandbox\",\"choices\":[{\"index\":0,\"del\n\n");
    }

    @Override
    public Buffer failure() {
        return event(OpenAiErrors.toJson(SandboxFault.ofServer()));
    }
}
