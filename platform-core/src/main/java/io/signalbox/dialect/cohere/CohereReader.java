package io.signalbox.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole answer. Its {@code tool_plan}, what the model said before its calls, is text; citations have no place elsewhere and are passed over. */
final class CohereReader {

    private CohereReader() {}

    static ChatResult read(Buffer body) {
        ObjectNode answer = Trees.object(body.getBytes());
        JsonNode message = answer.path("message");
        if (!message.isObject() || !answer.path("finish_reason").isTextual()) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no message");
        }
        StopReason stop = CohereStops.read(answer.path("finish_reason").textValue(), answer.path("error"));
        return new ChatResult(
                answer.path("id").asText(""),
                List.of(new ChatResult.Choice(0, parts(message), stop, Optional.empty(), Optional.empty())),
                CohereUsage.read(answer.path("usage")));
    }

    private static List<Part> parts(JsonNode message) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode each : message.path("content")) {
            if (each.path("thinking").isTextual()) {
                parts.add(new Part.Thinking(each.path("thinking").textValue(), Optional.empty()));
            } else if (each.path("text").isTextual()) {
                parts.add(Part.Text.of(each.path("text").textValue()));
            }
        }
        if (!message.path("tool_plan").asText("").isEmpty()) {
            parts.add(Part.Text.of(message.path("tool_plan").asText()));
        }
        for (JsonNode each : message.path("tool_calls")) {
            JsonNode function = each.path("function");
            String arguments = function.path("arguments").asText("");
            parts.add(Part.ToolCall.of(
                    each.path("id").asText(""),
                    function.path("name").asText(""),
                    arguments.isBlank() ? "{}" : arguments));
        }
        return parts;
    }
}
