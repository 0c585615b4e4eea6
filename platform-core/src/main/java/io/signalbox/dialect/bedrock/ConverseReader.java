package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.chat.Tool;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a whole answer of Converse. The call of the {@link AnswerTool} is the answer's text, and what was said beside it is no part of it. */
final class ConverseReader {

    private final String answerTool;
    private final List<Part> parts = new ArrayList<>();
    private boolean answered;

    private ConverseReader(Optional<Tool> answerTool) {
        this.answerTool = answerTool.map(Tool::name).orElse("");
    }

    static ChatResult read(Buffer body, Optional<Tool> answerTool) {
        return new ConverseReader(answerTool).read(Trees.object(body.getBytes()));
    }

    private ChatResult read(ObjectNode answer) {
        JsonNode content = answer.path("output").path("message").path("content");
        if (!content.isArray() || !answer.path("stopReason").isTextual()) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no message");
        }
        content.forEach(this::readBlock);
        StopReason stop = StopReasons.read(answer.path("stopReason").textValue());
        JsonNode sequence = answer.path("additionalModelResponseFields").path("stop_sequence");
        ChatResult.Choice choice = new ChatResult.Choice(
                0,
                parts,
                answered && stop == StopReason.TOOL_CALLS && !calls() ? StopReason.STOP : stop,
                sequence.isTextual() ? Optional.of(sequence.textValue()) : Optional.empty(),
                Optional.empty());
        return new ChatResult("", List.of(choice), ConverseUsage.read(answer.path("usage")));
    }

    private boolean calls() {
        return parts.stream().anyMatch(part -> part instanceof Part.ToolCall);
    }

    private void readBlock(JsonNode block) {
        if (block.path("text").isTextual()) {
            parts.add(Part.Text.of(block.path("text").textValue()));
        } else if (block.path("toolUse").isObject()) {
            readCall(block.path("toolUse"));
        } else if (block.path("reasoningContent").isObject()) {
            readThought(block.path("reasoningContent"));
        }
    }

    private void readCall(JsonNode call) {
        String name = call.path("name").asText("");
        String arguments = call.path("input").isObject() ? Json.text(call.path("input")) : "{}";
        if (answerTool.isEmpty() || !answerTool.equals(name)) {
            parts.add(Part.ToolCall.of(call.path("toolUseId").asText(""), name, arguments));
        } else if (!answered) {
            answered = true;
            parts.removeIf(part -> part instanceof Part.Text);
            parts.add(Part.Text.of(arguments));
        }
    }

    private void readThought(JsonNode thought) {
        JsonNode text = thought.path("reasoningText");
        if (text.isObject()) {
            JsonNode signature = text.path("signature");
            parts.add(new Part.Thinking(
                    text.path("text").asText(""),
                    signature.isTextual() ? Optional.of(signature.textValue()) : Optional.empty()));
        } else if (thought.path("redactedContent").isTextual()) {
            parts.add(new Part.RedactedThinking(thought.path("redactedContent").textValue()));
        }
    }
}
