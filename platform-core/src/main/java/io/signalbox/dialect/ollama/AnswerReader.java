package io.signalbox.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole answer, which has but one choice and no id. */
final class AnswerReader {

    private AnswerReader() {}

    static ChatResult read(Buffer body, String requestId) {
        ObjectNode answer = Trees.object(body.getBytes());
        if (answer.hasNonNull("error")) {
            throw Refusal.inAnswer(ProviderError.read(body));
        }
        if (!(answer.path("message") instanceof ObjectNode message)) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no message");
        }
        List<Part> parts = new ArrayList<>();
        String thoughts = message.path("thinking").asText("");
        if (!thoughts.isEmpty()) {
            parts.add(new Part.Thinking(thoughts, Optional.empty()));
        }
        String text = message.path("content").asText("");
        if (!text.isEmpty()) {
            parts.add(Part.Text.of(text));
        }
        int calls = 0;
        for (JsonNode each : message.path("tool_calls")) {
            parts.add(Part.ToolCall.of(
                    Answer.callId(each, requestId, calls++),
                    each.path("function").path("name").asText(""),
                    Answer.arguments(each)));
        }
        ChatResult.Choice choice = new ChatResult.Choice(
                0, parts, Answer.stop(answer, calls > 0), Optional.empty(), Answer.logprobs(answer));
        return new ChatResult("", List.of(choice), Answer.usage(answer));
    }
}
