package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;

/** OpenAI's chat completions: https://platform.openai.com/docs/api-reference/chat. */
final class ChatVoice implements Voice {

    static final String SSE = "text/event-stream; charset=utf-8";

    @Override
    public SandboxJob hear(Heard heard) {
        JsonObject body = heard.json();
        return answer(body, SandboxBody.name(body, "model", "model"));
    }

    static SandboxJob answer(JsonObject body, String model) {
        SandboxAnswer answer = SandboxAnswer.to(ChatReader.read(body, model));
        if (answer.request().stream()) {
            return SandboxJob.streamed(answer, new ChatEvents(answer, ChatReader.includesUsage(body)), SSE);
        }
        return SandboxJob.whole(answer, () -> ChatWriter.completion(answer).toBuffer());
    }

    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        return OpenAiErrors.refuse(fault);
    }
}
