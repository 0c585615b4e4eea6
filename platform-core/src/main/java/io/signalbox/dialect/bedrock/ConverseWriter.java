package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.Sampling;
import io.signalbox.chat.Turns;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Writes the body of a Converse request (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html). Anthropic's models keep their own
 * rules behind it, so the same holds as at Anthropic:
 * <ul>
 * <li>A temperature above 1 is 1; beside another of the two, a temperature or {@code top_p} of 1 is left out, for newer models refuse both.
 * <li>Thinking excludes {@code temperature}, {@code top_k} and a {@code top_p} below 0.95, which are then left out. It also excludes forced calls, JSON answers
 *     among them, and going on after calls whose thoughts the client did not send back: then nothing is thought.
 * </ul>
 */
final class ConverseWriter {

    private static final BigDecimal THINKING_TOP_P_MIN = new BigDecimal("0.95");

    private final ProviderCall call;
    private final ChatRequest request;
    private final ModelFamily family;
    private final ObjectNode body = Json.object();
    private final ObjectNode fields = Json.object();

    private ConverseWriter(ProviderCall call) {
        this.call = call;
        this.request = call.chat();
        this.family = ModelFamily.of(call.deployment().upstreamModel());
    }

    static Buffer body(ProviderCall call) {
        return new ConverseWriter(call).write();
    }

    private Buffer write() {
        Turns turns = Turns.of(request.messages(), new ContentBlocks(family));
        turns.write(body);
        boolean forced = new ToolsWriter(request, family).write(turns.called(), body);
        boolean hindered = family.thinksFreely() && (forced || turns.endsWithThoughtlessCalls());
        boolean reasons = call.deployment().model().capabilities().reasoning();
        if (request.reasoning().isOn() && reasons && !hindered) {
            Thinking.write(call, family, fields);
        }
        writeInference(request.sampling());
        if (!fields.isEmpty()) {
            body.set("additionalModelRequestFields", fields);
        }
        return Json.write(body);
    }

    private void writeInference(Sampling sampling) {
        ObjectNode inference = body.putObject("inferenceConfig").put("maxTokens", call.writtenLimit());
        if (family == ModelFamily.ANTHROPIC) {
            writeAnthropicSampling(sampling, inference);
        } else {
            sampling.temperature().ifPresent(it -> inference.put("temperature", it));
            sampling.topP().ifPresent(it -> inference.put("topP", it));
            sampling.topK().ifPresent(it -> family.writeTopK(it, fields));
        }
        writeStops(sampling, inference);
    }

    private void writeAnthropicSampling(Sampling sampling, ObjectNode inference) {
        Optional<BigDecimal> temperature = sampling.temperature().map(it -> it.min(BigDecimal.ONE));
        Optional<BigDecimal> topP = sampling.topP();
        if (fields.has("thinking")) {
            topP.filter(it -> it.compareTo(THINKING_TOP_P_MIN) >= 0).ifPresent(it -> inference.put("topP", it));
            return;
        }
        boolean both = temperature.isPresent() && topP.isPresent();
        boolean flat = both && topP.get().compareTo(BigDecimal.ONE) == 0;
        temperature
                .filter(it -> !both || flat || it.compareTo(BigDecimal.ONE) != 0)
                .ifPresent(it -> inference.put("temperature", it));
        topP.filter(it -> !flat).ifPresent(it -> inference.put("topP", it));
        sampling.topK().ifPresent(it -> family.writeTopK(it, fields));
    }

    private void writeStops(Sampling sampling, ObjectNode inference) {
        if (sampling.stop().isEmpty()) {
            return;
        }
        ArrayNode stops = inference.putArray("stopSequences");
        for (String each : sampling.stop()) {
            if (each.isBlank() && family == ModelFamily.ANTHROPIC) {
                throw RequestFault.unsupported(
                        "stop", "'stop' holds a sequence of nothing but white space, at which this model cannot stop");
            }
            stops.add(each);
        }
        if (family.tellsStopSequence()) {
            body.putArray("additionalModelResponseFieldPaths").add("/stop_sequence");
        }
    }
}
