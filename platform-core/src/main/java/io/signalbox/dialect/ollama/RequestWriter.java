package io.signalbox.dialect.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Reasoning;
import io.signalbox.chat.Sampling;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;

/**
 * Writes a request as {@code /api/chat} takes it. A prompt beyond the context the server runs the model with is refused ({@code truncate},
 * {@code shift}) instead of losing its beginning unseen. No tool choice can be said: where the caller wants no calls, no tools are sent. Whether a tool
 * or schema is strict has no place; nor have user, metadata, service tier and cache key.
 */
final class RequestWriter {

    private final ProviderCall call;
    private final ChatRequest request;
    private final ObjectNode body = Json.object();

    private RequestWriter(ProviderCall call) {
        this.call = call;
        this.request = call.chat();
    }

    static Buffer body(ProviderCall call) {
        return new RequestWriter(call).write();
    }

    private Buffer write() {
        body.put("model", call.deployment().upstreamModel());
        body.set("messages", new MessageWriter().write(request.messages()));
        // Streams unless told not to.
        body.put("stream", call.stream());
        body.put("truncate", false).put("shift", false);
        writeTools();
        writeFormat();
        if (call.deployment().model().capabilities().reasoning()) {
            writeThinking(request.reasoning());
        }
        Sampling sampling = request.sampling();
        if (sampling.logprobs()) {
            body.put("logprobs", true);
            sampling.topLogprobs().filter(it -> it > 0).ifPresent(it -> body.put("top_logprobs", it));
        }
        writeOptions(sampling, body.putObject("options"));
        return Json.write(body);
    }

    private void writeTools() {
        if (request.tools().isEmpty() || request.toolChoice().mode() == ToolChoice.Mode.NONE) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        for (Tool each : request.tools()) {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", each.name());
            each.description().ifPresent(text -> function.put("description", text));
            function.set("parameters", each.parameters());
        }
    }

    private void writeFormat() {
        if (request.format() instanceof AnswerFormat.JsonObject) {
            body.put("format", "json");
        } else if (request.format() instanceof AnswerFormat.JsonSchema schema) {
            body.set("format", schema.schema());
        }
    }

    /** Only gpt-oss knows levels, and cannot be kept from thinking; all others think or do not. */
    private void writeThinking(Reasoning reasoning) {
        if (!reasoning.isOn() && !reasoning.isOff()) {
            return;
        }
        if (!call.deployment().upstreamModel().contains("gpt-oss")) {
            body.put("think", reasoning.isOn());
            return;
        }
        body.put(
                "think",
                switch (reasoning.effortWithin(call.writtenLimit()).orElse(Reasoning.Effort.HIGH)) {
                    case NONE, MINIMAL, LOW -> "low";
                    case MEDIUM -> "medium";
                    case HIGH, XHIGH -> "high";
                });
    }

    private void writeOptions(Sampling sampling, ObjectNode options) {
        if (call.isLimited()) {
            options.put("num_predict", call.writtenLimit());
        }
        sampling.temperature().ifPresent(it -> options.put("temperature", it));
        sampling.topP().ifPresent(it -> options.put("top_p", it));
        sampling.topK().ifPresent(it -> options.put("top_k", it));
        sampling.seed().ifPresent(it -> options.put("seed", it));
        sampling.presencePenalty().ifPresent(it -> options.put("presence_penalty", it));
        sampling.frequencyPenalty().ifPresent(it -> options.put("frequency_penalty", it));
        if (!sampling.stop().isEmpty()) {
            ArrayNode stops = options.putArray("stop");
            sampling.stop().forEach(stops::add);
        }
    }
}
