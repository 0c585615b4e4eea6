package io.signalbox.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Azure's chat completions by deployment: https://learn.microsoft.com/azure/ai-services/openai/reference. As OpenAI's, with an API version in the
 * query, verdicts of its content filter in every answer, a first chunk without choices that holds the prompt's, and errors of its own.
 */
final class AzureVoice implements Voice {

    @Override
    public SandboxJob hear(Heard heard) {
        if (heard.params().get("api-version") == null) {
            throw new SandboxFault(SandboxFault.Kind.UNKNOWN_PATH, "", "Resource not found");
        }
        SandboxJob job = ChatVoice.answer(heard.json(), heard.model());
        Optional<SandboxJob.Stream> stream = job.stream()
                .map(each -> new SandboxJob.Stream(each.answer(), new Filtered(each.events()), each.contentType()));
        return new SandboxJob(
                job.target(), job.usage(), job.free(), () -> filtered(job.body().get()), stream);
    }

    private static Buffer filtered(Buffer completion) {
        JsonObject whole = new JsonObject(completion);
        for (Object each : whole.getJsonArray("choices")) {
            ((JsonObject) each).put("content_filter_results", verdicts());
        }
        return whole.put("prompt_filter_results", promptVerdicts()).toBuffer();
    }

    private static JsonArray promptVerdicts() {
        return new JsonArray().add(new JsonObject().put("prompt_index", 0).put("content_filter_results", verdicts()));
    }

    private static JsonObject verdicts() {
        JsonObject verdicts = new JsonObject();
        for (String each : List.of("hate", "self_harm", "sexual", "violence")) {
            verdicts.put(each, new JsonObject().put("filtered", false).put("severity", "safe"));
        }
        return verdicts;
    }

    /** The stream with the prompt's verdict before it. */
    private static final class Filtered implements Events {

        private final Events chat;
        private boolean begun;

        private Filtered(Events chat) {
            this.chat = chat;
        }

        @Override
        public Buffer write(SandboxStep step) {
            Buffer event = chat.write(step);
            if (begun || event.length() == 0) {
                return event;
            }
            begun = true;
            JsonObject first = new JsonObject()
                    .put("choices", new JsonArray())
                    .put("created", 0)
                    .put("id", "")
                    .put("model", "")
                    .put("object", "")
                    .put("prompt_filter_results", promptVerdicts());
            return Buffer.buffer("data: ")
                    .appendBuffer(first.toBuffer())
                    .appendString("\n\n")
                    .appendBuffer(event);
        }

        @Override
        public Buffer end() {
            return chat.end();
        }

        @Override
        public Buffer malformed() {
            return chat.malformed();
        }

        @Override
        public Buffer failure() {
            return chat.failure();
        }
    }

    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        return refusal(fault);
    }

    static Refusal refusal(SandboxFault fault) {
        JsonObject error = switch (fault.kind()) {
            case INVALID, NOT_JSON, CONTEXT -> OpenAiErrors.toJson(fault).getJsonObject("error");
            case FILTERED -> blocked();
            case UNKNOWN_MODEL -> plain("DeploymentNotFound", "The API deployment for this resource does not exist.");
            case UNKNOWN_PATH -> plain("404", "Resource not found");
            case KEY -> plain("401", "Access denied due to invalid subscription key or wrong API endpoint.");
            case QUOTA -> plain("insufficient_quota", "You exceeded your current quota.");
            case RATE -> plain("429", "Requests have exceeded the call rate limit. Please retry after 1 second.");
            case SERVER -> plain("InternalServerError", "The server had an error.");
            case OVERLOADED -> plain("ServiceUnavailable", "The service is temporarily unable to process.");
        };
        return new Refusal(
                OpenAiErrors.status(fault.kind()),
                Map.of("apim-request-id", "req-sandbox"),
                new JsonObject().put("error", error).toBuffer());
    }

    private static JsonObject plain(String code, String message) {
        return new JsonObject().put("code", code).put("message", message);
    }

    private static JsonObject blocked() {
        JsonObject verdicts = verdicts()
                .put("violence", new JsonObject().put("filtered", true).put("severity", "medium"));
        return new JsonObject()
                .put(
                        "message",
                        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.")
                .put("type", null)
                .put("param", "prompt")
                .put("code", "content_filter")
                .put("status", 400)
                .put(
                        "innererror",
                        new JsonObject()
                                .put("code", "ResponsibleAIPolicyViolation")
                                .put("content_filter_result", verdicts));
    }
}
