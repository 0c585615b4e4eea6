package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;

/** OpenAI's responses: https://platform.openai.com/docs/api-reference/responses. Nothing is stored. */
final class ResponsesVoice implements Voice {

    @Override
    public SandboxJob hear(Heard heard) {
        JsonObject body = heard.json();
        ResponsesReader reader = new ResponsesReader(body);
        SandboxAnswer answer = SandboxAnswer.to(reader.request());
        ResponsesWriter writer = new ResponsesWriter(answer, body, reader.showsSummary(), reader.sealsReasoning());
        if (answer.request().stream()) {
            return SandboxJob.streamed(answer, new ResponsesEvents(writer), ChatVoice.SSE);
        }
        return SandboxJob.whole(answer, () -> writer.response().toBuffer());
    }

    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        return OpenAiErrors.refuse(fault);
    }
}
