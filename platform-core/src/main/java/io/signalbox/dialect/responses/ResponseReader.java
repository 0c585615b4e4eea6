package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.chat.StopReason;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.json.JsonCursor;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a whole response for a caller of another wire. */
final class ResponseReader {

    private ResponseReader() {}

    static ChatResult read(Buffer body) {
        ObjectNode response = Trees.object(body.getBytes());
        if (!(response.get("output") instanceof ArrayNode output) || "failed".equals(text(response, "status"))) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no output");
        }
        List<Part> parts = new ArrayList<>();
        ArrayNode logprobs = Json.array();
        for (JsonNode each : output) {
            item(each, parts, logprobs);
        }
        boolean calls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
        return new ChatResult(
                text(response, "id"),
                List.of(new ChatResult.Choice(0, parts, stop(response, calls), Optional.empty(), logprobs(logprobs))),
                usage(response.get("usage")));
    }

    private static void item(JsonNode item, List<Part> to, ArrayNode logprobs) {
        switch (text(item, "type")) {
            case "message" -> {
                for (JsonNode each : item.path("content")) {
                    content(each, to);
                    each.path("logprobs").forEach(logprobs::add);
                }
            }
            case "function_call" ->
                to.add(Part.ToolCall.of(text(item, "call_id"), text(item, "name"), text(item, "arguments")));
            case "reasoning" -> {
                String thoughts = thoughts(item);
                Optional<String> signature = signature(item);
                if (!thoughts.isEmpty() || signature.isPresent()) {
                    to.add(new Part.Thinking(thoughts, signature));
                }
            }
            default -> {
                // Nobody asked for the provider's own tools, so there is nothing of theirs to tell.
            }
        }
    }

    private static void content(JsonNode part, List<Part> to) {
        if ("output_text".equals(text(part, "type"))) {
            to.add(Part.Text.of(text(part, "text")));
        } else if ("refusal".equals(text(part, "type"))) {
            to.add(new Part.Refusal(text(part, "refusal")));
        }
    }

    private static String thoughts(JsonNode item) {
        StringBuilder text = new StringBuilder();
        JsonNode shown = item.path("summary").isEmpty() ? item.path("content") : item.path("summary");
        for (JsonNode each : shown) {
            text.append(text.length() == 0 ? "" : ResponseDeltaReader.BETWEEN_SUMMARIES)
                    .append(text(each, "text"));
        }
        return text.toString();
    }

    /** What must come back with the thoughts. */
    static Optional<String> signature(JsonNode item) {
        String encrypted = text(item, "encrypted_content");
        return encrypted.isEmpty() ? Optional.empty() : Optional.of(Sealed.ofOpenAi(text(item, "id"), encrypted));
    }

    static StopReason stop(JsonNode response, boolean calls) {
        if ("incomplete".equals(text(response, "status"))) {
            String reason = text(response.path("incomplete_details"), "reason");
            return "content_filter".equals(reason) ? StopReason.CONTENT_FILTER : StopReason.LENGTH;
        }
        return calls ? StopReason.TOOL_CALLS : StopReason.STOP;
    }

    /** In chat completions' form, which every other wire translates from. */
    static Optional<JsonNode> logprobs(ArrayNode content) {
        return content.isEmpty() ? Optional.empty() : Optional.of(Json.object().set("content", content));
    }

    static String text(JsonNode of, String name) {
        return of.path(name).asText("");
    }

    /** The counts of a usage object as disjoint classes. */
    static Optional<TokenUsage> usage(@Nullable JsonNode usage) {
        if (!(usage instanceof ObjectNode)) {
            return Optional.empty();
        }
        byte[] bytes = Json.write(usage).getBytes();
        try (JsonCursor cursor = new JsonCursor(bytes)) {
            cursor.advance();
            return UsageObject.read(cursor, bytes).tokens();
        } catch (IOException impossible) {
            throw new IllegalStateException("a tree that was just written can be read", impossible);
        }
    }
}
