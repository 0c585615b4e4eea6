package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.Sampling;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderCall;
import io.vertx.core.buffer.Buffer;

/**
 * Writes the body of a Converse request (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html). While an Anthropic model
 * thinks, temperature, {@code top_p} and {@code top_k} are its own and a tool cannot be forced; both are then left out, as Anthropic's own rules say.
 */
final class ConverseWriter {

    private final ChatRequest request;
    private final ModelFamily family;
    private final long outputLimit;
    private final boolean thinks;
    private final ObjectNode body = Json.object();
    private final ObjectNode fields = Json.object();

    private ConverseWriter(ProviderCall call) {
        this.request = call.chat();
        this.family = ModelFamily.of(call.deployment().upstreamModel());
        this.outputLimit = call.writtenLimit();
        this.thinks = request.reasoning().isOn()
                && call.deployment().model().capabilities().reasoning();
    }

    static Buffer body(ProviderCall call) {
        return new ConverseWriter(call).write();
    }

    private Buffer write() {
        new MessagesWriter(family).write(request.messages(), body);
        writeInference(request.sampling());
        new ToolsWriter(request, family, thinks && family.thinksFreely()).write(body);
        if (thinks) {
            family.writeReasoning(request.reasoning(), outputLimit, fields);
        }
        if (!fields.isEmpty()) {
            body.set("additionalModelRequestFields", fields);
        }
        return Json.write(body);
    }

    private void writeInference(Sampling sampling) {
        ObjectNode inference = body.putObject("inferenceConfig").put("maxTokens", outputLimit);
        if (!thinks || !family.thinksFreely()) {
            sampling.temperature().ifPresent(it -> inference.put("temperature", it));
            sampling.topP().ifPresent(it -> inference.put("topP", it));
            sampling.topK().ifPresent(it -> family.writeTopK(it, fields));
        }
        if (sampling.stop().isEmpty()) {
            return;
        }
        ArrayNode stop = inference.putArray("stopSequences");
        sampling.stop().forEach(stop::add);
        if (family.tellsStopSequence()) {
            body.putArray("additionalModelResponseFieldPaths").add("/stop_sequence");
        }
    }
}
