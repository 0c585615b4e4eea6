package io.signalbox.dialect.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.AnswerFormat;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Message;
import io.signalbox.chat.Reasoning;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Sampling;
import io.signalbox.chat.Tool;
import io.signalbox.chat.ToolChoice;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.List;

/**
 * Writes a request as {@code /v2/chat} takes it (https://docs.cohere.com/reference/chat). Where the two differ:
 * <ul>
 * <li>A certain tool cannot be demanded, but some tool can: so it is the only one that is offered.
 * <li>{@code p} lies between 0.01 and 0.99: a {@code top_p} of 1 is left out, for it changes nothing, and others are moved to the nearer end.
 * <li>A JSON answer and tools exclude each other, which is told to the caller.
 * <li>Tools are strict when every one of them is, for Cohere knows this of all or none.
 * </ul>
 */
final class CohereRequestWriter {

    private static final BigDecimal P_MIN = new BigDecimal("0.01");
    private static final BigDecimal P_MAX = new BigDecimal("0.99");

    private final ProviderCall call;
    private final ChatRequest request;
    private final boolean reasons;
    private final ObjectNode body = Json.object();

    private CohereRequestWriter(ProviderCall call) {
        this.call = call;
        this.request = call.chat();
        this.reasons = call.deployment().model().capabilities().reasoning();
    }

    static Buffer body(ProviderCall call) {
        return new CohereRequestWriter(call).write();
    }

    private Buffer write() {
        body.put("model", call.deployment().upstreamModel());
        body.put("stream", call.stream());
        CohereTurns turns = new CohereTurns(reasons);
        ArrayNode messages = body.putArray("messages");
        for (Message each : request.messages()) {
            turns.write(each, messages);
        }
        body.put("max_tokens", call.writtenLimit());
        writeTools();
        writeFormat();
        writeSampling(request.sampling());
        if (reasons) {
            writeThinking(request.reasoning());
        }
        return Json.write(body);
    }

    private void writeTools() {
        List<Tool> offered = offered();
        if (offered.isEmpty()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        for (Tool each : offered) {
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", each.name());
            each.description().ifPresent(text -> function.put("description", text));
            function.set("parameters", each.parameters());
        }
        if (offered.stream().allMatch(each -> each.strict().orElse(false))) {
            body.put("strict_tools", true);
        }
        switch (request.toolChoice().mode()) {
            case AUTO -> {}
            case NONE -> body.put("tool_choice", "NONE");
            case REQUIRED, NAMED -> body.put("tool_choice", "REQUIRED");
        }
    }

    private List<Tool> offered() {
        ToolChoice choice = request.toolChoice();
        if (choice.mode() != ToolChoice.Mode.NAMED) {
            return request.tools();
        }
        return request.tools().stream()
                .filter(each -> choice.tool().filter(each.name()::equals).isPresent())
                .toList();
    }

    private void writeFormat() {
        if (request.format() instanceof AnswerFormat.Text) {
            return;
        }
        if (!request.tools().isEmpty()) {
            throw RequestFault.unsupported(
                    "response_format", "'response_format' and 'tools' exclude each other for this provider");
        }
        ObjectNode format = body.putObject("response_format").put("type", "json_object");
        if (request.format() instanceof AnswerFormat.JsonSchema schema) {
            format.set("json_schema", schema.schema());
        }
    }

    private void writeSampling(Sampling sampling) {
        sampling.temperature().ifPresent(it -> body.put("temperature", it));
        sampling.topP()
                .filter(it -> it.compareTo(BigDecimal.ONE) < 0)
                .ifPresent(it -> body.put("p", it.max(P_MIN).min(P_MAX)));
        sampling.topK().ifPresent(it -> body.put("k", it));
        sampling.seed().ifPresent(it -> body.put("seed", it));
        sampling.frequencyPenalty().ifPresent(it -> body.put("frequency_penalty", it));
        sampling.presencePenalty().ifPresent(it -> body.put("presence_penalty", it));
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop_sequences");
            sampling.stop().forEach(stop::add);
        }
    }

    /** These models think unless they are told not to; a budget leaves at least one token for the answer. */
    private void writeThinking(Reasoning reasoning) {
        if (reasoning.isOff()) {
            body.putObject("thinking").put("type", "disabled");
        } else if (reasoning.isOn()) {
            long limit = call.writtenLimit();
            body.putObject("thinking")
                    .put("type", "enabled")
                    .put("token_budget", Math.max(1, Math.min(reasoning.budgetWithin(limit), limit - 1)));
        }
    }
}
