package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a whole message for a caller of another wire. The call of an {@link AnthropicAnswerTool} is the answer's text, and what was said beside it is
 * not part of it. Blocks of tools that Anthropic runs itself are passed over.
 */
final class AnthropicReader {

    private final String answerTool;
    private final List<Part> parts = new ArrayList<>();
    private Optional<Part> answer = Optional.empty();

    private AnthropicReader(Optional<String> answerTool) {
        this.answerTool = answerTool.orElse("");
    }

    static ChatResult read(Buffer body, Optional<String> answerTool) {
        ObjectNode message = Trees.object(body.getBytes());
        if (message.hasNonNull("error")) {
            throw Refusal.inAnswer(ProviderError.read(body));
        }
        return new AnthropicReader(answerTool).read(message);
    }

    private ChatResult read(ObjectNode message) {
        JsonNode content = message.path("content");
        if (!content.isArray()) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no content");
        }
        content.forEach(this::readBlock);
        StopReason stop = AnthropicStops.read(message.path("stop_reason").asText());
        if (answer.isPresent()) {
            parts.removeIf(part -> part instanceof Part.Text);
            parts.add(answer.get());
            stop = afterAnswer(stop, parts.stream().anyMatch(part -> part instanceof Part.ToolCall));
        }
        ChatResult.Choice choice = new ChatResult.Choice(0, parts, stop, stopSequence(message), Optional.empty());
        return new ChatResult(
                message.path("id").asText(""),
                List.of(choice),
                AnthropicUsage.NONE.with(message.path("usage")).tokens());
    }

    /** The call of the answer tool is no call to the caller. */
    static StopReason afterAnswer(StopReason stop, boolean calls) {
        return stop == StopReason.TOOL_CALLS && !calls ? StopReason.STOP : stop;
    }

    static Optional<String> stopSequence(JsonNode from) {
        return Optional.of(from.path("stop_sequence"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    private void readBlock(JsonNode block) {
        switch (block.path("type").asText()) {
            case "text" -> {
                if (!block.path("text").asText().isEmpty()) {
                    parts.add(Part.Text.of(block.path("text").asText()));
                }
            }
            case "thinking" ->
                parts.add(new Part.Thinking(
                        block.path("thinking").asText(),
                        Optional.of(block.path("signature").asText()).filter(it -> !it.isEmpty())));
            case "redacted_thinking" ->
                parts.add(new Part.RedactedThinking(block.path("data").asText()));
            case "tool_use" -> readCall(block);
            default -> {
                // Of a tool that Anthropic runs itself, or of a later version.
            }
        }
    }

    private void readCall(JsonNode block) {
        String name = block.path("name").asText();
        String input = arguments(block.path("input"));
        if (!answerTool.isEmpty() && name.equals(answerTool)) {
            answer = answer.or(() -> Optional.of(Part.Text.of(input)));
            return;
        }
        parts.add(Part.ToolCall.of(block.path("id").asText(), name, input));
    }

    static String arguments(JsonNode input) {
        return input.isObject() ? Json.text(input) : "{}";
    }
}
