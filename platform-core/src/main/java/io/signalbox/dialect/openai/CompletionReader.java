package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.ChatResult;
import io.signalbox.chat.Part;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.json.JsonCursor;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.signalbox.provider.Trees;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a whole chat completion for a caller of another wire. */
final class CompletionReader {

    private CompletionReader() {}

    static ChatResult read(Buffer body) {
        ObjectNode answer = Trees.object(body.getBytes());
        JsonNode choices = answer.path("choices");
        if (choices.isEmpty()) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds no choice");
        }
        List<ChatResult.Choice> read = new ArrayList<>(choices.size());
        for (JsonNode each : choices) {
            read.add(choice(each, read.size()));
        }
        return new ChatResult(answer.path("id").asText(""), read, usage(answer.get("usage")));
    }

    private static ChatResult.Choice choice(JsonNode choice, int position) {
        if (!(choice.path("message") instanceof ObjectNode node)) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer holds a choice without a message");
        }
        List<Part> parts = AnswerContent.read(node);
        for (JsonNode each : node.path("tool_calls")) {
            JsonNode function = each.path("function");
            parts.add(new Part.ToolCall(
                    each.path("id").asText(""),
                    function.path("name").asText(""),
                    arguments(function.path("arguments")),
                    text(each.path("extra_content").path("google").path("thought_signature")),
                    Optional.empty()));
        }
        String reason = choice.path("finish_reason").asText("stop");
        if (FinishReasons.isFailure(reason)) {
            throw Refusal.inAnswer(ProviderError.read(Json.write(choice)));
        }
        return new ChatResult.Choice(
                choice.path("index").asInt(position),
                parts,
                FinishReasons.read(reason),
                Optional.empty(),
                Optional.ofNullable(choice.get("logprobs")).filter(it -> !it.isNull()));
    }

    /** Some speakers send the arguments as an object instead of as text. */
    static String arguments(JsonNode arguments) {
        return arguments.isObject() ? Json.text(arguments) : arguments.asText("");
    }

    static Optional<String> text(@Nullable JsonNode value) {
        return value == null || !value.isTextual() || value.textValue().isEmpty()
                ? Optional.empty()
                : Optional.of(value.textValue());
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
