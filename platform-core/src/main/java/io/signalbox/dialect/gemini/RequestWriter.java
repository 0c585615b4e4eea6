package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Sampling;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;

/**
 * Writes a request as {@code generateContent} takes it. Schemas go as JSON Schema ({@code parametersJsonSchema}, {@code responseJsonSchema}), for the older
 * {@code parameters} and {@code responseSchema} are OpenAPI's and refuse words like {@code $ref}, {@code oneOf}, {@code const} and
 * {@code additionalProperties}. Whether a tool or schema is strict cannot be said. A seed has 31 bits and is folded to them. User, metadata, service
 * tier and cache key have no place and are left out.
 */
final class RequestWriter {

    /** https://ai.google.dev/api/generate-content#generationconfig. */
    private static final int STOPS_MAX = 5;

    private final ProviderCall call;
    private final ChatRequest request;
    private final ModelName model;
    private final ObjectNode body = Json.object();

    private RequestWriter(ProviderCall call) {
        this.call = call;
        this.request = call.chat();
        this.model = new ModelName(call.deployment().upstreamModel());
    }

    static Buffer body(ProviderCall call) {
        return new RequestWriter(call).write();
    }

    private Buffer write() {
        new ContentsWriter(model).write(request.messages(), body);
        writeTools();
        ObjectNode config = body.putObject("generationConfig");
        if (call.isLimited()) {
            config.put("maxOutputTokens", call.writtenLimit());
        }
        writeSampling(request.sampling(), config);
        writeFormat(config);
        if (call.deployment().model().capabilities().reasoning()) {
            Thinking.write(request.reasoning(), call.writtenLimit(), model, config);
        }
        return Json.write(body);
    }

    private void writeTools() {
        if (request.tools().isEmpty()) {
            return;
        }
        ArrayNode declarations = body.putArray("tools").addObject().putArray("functionDeclarations");
        for (Tool each : request.tools()) {
            ObjectNode declaration = declarations.addObject().put("name", each.name());
            each.description().ifPresent(text -> declaration.put("description", text));
            declaration.set("parametersJsonSchema", each.parameters());
        }
        ToolChoice choice = request.toolChoice();
        switch (choice.mode()) {
            case AUTO -> {}
            case NONE -> calling("NONE");
            case REQUIRED -> calling("ANY");
            case NAMED ->
                calling("ANY")
                        .putArray("allowedFunctionNames")
                        .add(choice.tool().orElseThrow());
        }
    }

    private ObjectNode calling(String mode) {
        return body.putObject("toolConfig").putObject("functionCallingConfig").put("mode", mode);
    }

    private static void writeSampling(Sampling sampling, ObjectNode config) {
        sampling.temperature().ifPresent(it -> config.put("temperature", it));
        sampling.topP().ifPresent(it -> config.put("topP", it));
        sampling.topK().ifPresent(it -> config.put("topK", it));
        sampling.seed().ifPresent(it -> config.put("seed", Long.hashCode(it) & Integer.MAX_VALUE));
        sampling.presencePenalty().ifPresent(it -> config.put("presencePenalty", it));
        sampling.frequencyPenalty().ifPresent(it -> config.put("frequencyPenalty", it));
        if (sampling.stop().size() > STOPS_MAX) {
            throw RequestFault.unsupported("stop", "'stop' may hold at most " + STOPS_MAX + " sequences for Gemini");
        }
        if (!sampling.stop().isEmpty()) {
            ArrayNode stops = config.putArray("stopSequences");
            sampling.stop().forEach(stops::add);
        }
        if (sampling.choices() > 1) {
            config.put("candidateCount", sampling.choices());
        }
        if (sampling.logprobs()) {
            config.put("responseLogprobs", true);
            sampling.topLogprobs().filter(it -> it > 0).ifPresent(it -> config.put("logprobs", it));
        }
    }

    private void writeFormat(ObjectNode config) {
        if (request.format() instanceof AnswerFormat.Text) {
            return;
        }
        if (model.choosesToolsOrJson() && !request.tools().isEmpty()) {
            throw RequestFault.unsupported(
                    "response_format", "'response_format' and 'tools' cannot go together for this model of Gemini's");
        }
        config.put("responseMimeType", "application/json");
        if (request.format() instanceof AnswerFormat.JsonSchema schema) {
            config.set("responseJsonSchema", schema.schema());
        }
    }
}
