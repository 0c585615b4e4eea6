package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.catalog.Wire;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Hints;
import io.signalbox.chat.Reasoning;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Sampling;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.Optional;

/** Writes a request of another wire for a model that is only reached through the Responses API. */
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
        ItemWriter items = new ItemWriter(call.scan().wire());
        request.messages().forEach(items::write);
        body.set("input", items.items());
        if (call.isLimited()) {
            body.put("max_output_tokens", call.writtenLimit());
        }
        writeTools();
        writeFormat();
        writeSampling(request.sampling());
        writeReasoning();
        writeHints(request.hints());
        body.put("store", false);
        if (call.stream()) {
            body.put("stream", true);
        }
        return Json.write(body);
    }

    private void writeTools() {
        if (request.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        for (Tool each : request.tools()) {
            ObjectNode tool = tools.addObject().put("type", "function").put("name", each.name());
            each.description().ifPresent(text -> tool.put("description", text));
            tool.set("parameters", each.parameters());
            // Here a function is strict unless told otherwise; in every other protocol it is not.
            tool.put("strict", each.strict().orElse(false));
        }
        ToolChoice choice = request.toolChoice();
        switch (choice.mode()) {
            case AUTO -> body.put("tool_choice", "auto");
            case NONE -> body.put("tool_choice", "none");
            case REQUIRED -> body.put("tool_choice", "required");
            case NAMED ->
                body.putObject("tool_choice")
                        .put("type", "function")
                        .put("name", choice.tool().orElseThrow());
        }
        if (choice.serial()) {
            body.put("parallel_tool_calls", false);
        }
    }

    private void writeFormat() {
        if (request.format() instanceof AnswerFormat.JsonObject) {
            body.putObject("text").putObject("format").put("type", "json_object");
        } else if (request.format() instanceof AnswerFormat.JsonSchema schema) {
            ObjectNode format = body.putObject("text")
                    .putObject("format")
                    .put("type", "json_schema")
                    .put("name", schema.name());
            schema.description().ifPresent(text -> format.put("description", text));
            format.put("strict", schema.strict()).set("schema", schema.schema());
        }
    }

    private void writeSampling(Sampling sampling) {
        refuse("n", sampling.choices() > 1);
        refuse("seed", sampling.seed().isPresent());
        refuse("top_k", sampling.topK().isPresent());
        refuse("frequency_penalty", isGiven(sampling.frequencyPenalty()));
        refuse("presence_penalty", isGiven(sampling.presencePenalty()));
        refuse("logit_bias", sampling.logitBias().isPresent());
        refuse(
                call.scan().wire() == Wire.MESSAGES ? "stop_sequences" : "stop",
                !sampling.stop().isEmpty());
        sampling.temperature().ifPresent(it -> body.put("temperature", it));
        sampling.topP().ifPresent(it -> body.put("top_p", it));
        if (sampling.logprobs()) {
            body.withArray("include").add(RequestScanner.LOGPROBS);
            sampling.topLogprobs().ifPresent(it -> body.put("top_logprobs", it));
        }
    }

    private static boolean isGiven(Optional<BigDecimal> penalty) {
        return penalty.filter(it -> it.signum() != 0).isPresent();
    }

    private static void refuse(String param, boolean asked) {
        if (asked) {
            throw unsupported(param);
        }
    }

    static Fault unsupported(String param) {
        return RequestFault.unsupported(
                param, "'" + param + "' cannot be told to this model, which is reached by another API");
    }

    private void writeReasoning() {
        if (!ResponsesDialect.wantsThoughts(call)) {
            return;
        }
        body.withArray("include").add(RequestScanner.THOUGHTS);
        Reasoning reasoning = request.reasoning();
        var effort = reasoning.effortWithin(call.writtenLimit());
        boolean shown = reasoning.shown().orElse(reasoning.isOn());
        if (effort.isEmpty() && !shown) {
            return;
        }
        ObjectNode told = body.putObject("reasoning");
        effort.ifPresent(it -> told.put("effort", it.wireName()));
        if (shown) {
            told.put("summary", "auto");
        }
    }

    private void writeHints(Hints hints) {
        hints.user().ifPresent(it -> body.put("user", it));
        hints.promptCacheKey().ifPresent(it -> body.put("prompt_cache_key", it));
        hints.serviceTier().ifPresent(it -> body.put("service_tier", it));
    }
}
