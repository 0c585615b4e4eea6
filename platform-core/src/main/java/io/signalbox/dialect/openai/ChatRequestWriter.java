package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Hints;
import io.signalbox.chat.Message;
import io.signalbox.chat.Sampling;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;

/** Writes a request of another wire as a chat completions body, within what the provider's quirks allow. */
final class ChatRequestWriter {

    private final ProviderCall call;
    private final ChatRequest request;
    private final ChatQuirks quirks;
    private final ObjectNode body = Json.object();

    private ChatRequestWriter(ProviderCall call) {
        this.call = call;
        this.request = call.chat();
        this.quirks = ChatQuirks.of(call.deployment());
    }

    static Buffer body(ProviderCall call) {
        return new ChatRequestWriter(call).write();
    }

    private Buffer write() {
        body.put("model", call.deployment().upstreamModel());
        ArrayNode messages = body.putArray("messages");
        MessageWriter writer = new MessageWriter(quirks);
        for (Message each : request.messages()) {
            writer.write(each, messages);
        }
        if (call.isLimited()) {
            body.put(quirks.limitName(), call.writtenLimit());
        }
        writeTools();
        writeFormat();
        writeSampling(request.sampling());
        request.reasoning()
                .effortWithin(call.writtenLimit())
                .filter(effort -> call.deployment().model().capabilities().reasoning())
                .ifPresent(effort -> writeEffort(effort.wireName()));
        writeHints(request.hints());
        if (call.stream()) {
            body.put("stream", true);
            if (quirks.streamOptions()) {
                body.putObject("stream_options").put("include_usage", true);
            }
        }
        return Json.write(body);
    }

    private void writeEffort(String effort) {
        if (quirks.reasoningObject()) {
            body.putObject("reasoning").put("effort", effort);
            return;
        }
        body.put("reasoning_effort", effort);
    }

    private void writeTools() {
        if (request.tools().isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        for (Tool each : request.tools()) {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", each.name());
            each.description().ifPresent(text -> function.put("description", text));
            function.set("parameters", each.parameters());
            each.strict().ifPresent(strict -> function.put("strict", strict));
        }
        ToolChoice choice = request.toolChoice();
        switch (choice.mode()) {
            case AUTO -> body.put("tool_choice", "auto");
            case NONE -> body.put("tool_choice", "none");
            case REQUIRED -> body.put("tool_choice", quirks.toolChoiceRequired());
            case NAMED ->
                body.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", choice.tool().orElseThrow());
        }
        if (choice.serial()) {
            body.put("parallel_tool_calls", false);
        }
    }

    private void writeFormat() {
        if (request.format() instanceof AnswerFormat.JsonObject) {
            body.putObject("response_format").put("type", "json_object");
        } else if (request.format() instanceof AnswerFormat.JsonSchema schema) {
            ObjectNode named = body.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", schema.name());
            schema.description().ifPresent(text -> named.put("description", text));
            named.put("strict", schema.strict()).set("schema", schema.schema());
        }
    }

    private void writeSampling(Sampling sampling) {
        sampling.temperature().ifPresent(it -> body.put("temperature", it));
        sampling.topP().ifPresent(it -> body.put("top_p", it));
        sampling.topK().ifPresent(it -> body.put("top_k", it));
        sampling.seed().ifPresent(it -> body.put(quirks.seedName(), it));
        sampling.frequencyPenalty().ifPresent(it -> body.put("frequency_penalty", it));
        sampling.presencePenalty().ifPresent(it -> body.put("presence_penalty", it));
        sampling.logitBias().ifPresent(it -> body.set("logit_bias", it));
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            sampling.stop().forEach(stop::add);
        }
        if (sampling.choices() > 1) {
            body.put("n", sampling.choices());
        }
        if (sampling.logprobs()) {
            body.put("logprobs", true);
            sampling.topLogprobs().ifPresent(it -> body.put("top_logprobs", it));
        }
    }

    /** Only what every speaker of the protocol takes; the rest only where the provider's own book says so. */
    private void writeHints(Hints hints) {
        if (quirks.takesHints()) {
            hints.user().ifPresent(it -> body.put("user", it));
            hints.promptCacheKey().ifPresent(it -> body.put("prompt_cache_key", it));
            hints.serviceTier().ifPresent(it -> body.put("service_tier", it));
        }
    }
}
