package io.signalbox.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's message, or a piece of one, holds beside tool calls: thoughts, text and refusal, wherever its kind of speaker puts them. Content is a
 * text, or a list of chunks as Mistral's reasoning models send it: {@code {"type":"thinking","thinking":[{"type":"text",…}]}}, then {@code text}
 * (https://docs.mistral.ai/capabilities/reasoning). Never fails: what has another form is no content.
 */
final class AnswerContent {

    private final List<Part> parts = new ArrayList<>(2);

    private AnswerContent() {}

    static List<Part> read(ObjectNode message) {
        AnswerContent content = new AnswerContent();
        content.readThoughts(message);
        JsonNode said = message.path("content");
        if (said instanceof ArrayNode chunks) {
            chunks.forEach(content::readChunk);
        } else {
            content.say(said);
        }
        CompletionReader.text(message.get("refusal")).ifPresent(text -> content.parts.add(new Part.Refusal(text)));
        return content.parts;
    }

    private void readThoughts(ObjectNode message) {
        for (JsonNode each : message.path(Reasonings.DETAILS)) {
            readDetail(each);
        }
        if (parts.isEmpty()) {
            think(Reasonings.plain(message).orElse(""), Optional.empty());
        }
    }

    private void readDetail(JsonNode detail) {
        switch (detail.path("type").asText("")) {
            case Reasonings.TEXT ->
                think(detail.path("text").asText(""), CompletionReader.text(detail.get("signature")));
            case Reasonings.SUMMARY -> think(detail.path("summary").asText(""), Optional.empty());
            case Reasonings.ENCRYPTED ->
                CompletionReader.text(detail.get("data")).ifPresent(data -> parts.add(new Part.RedactedThinking(data)));
            default -> {}
        }
    }

    private void readChunk(JsonNode chunk) {
        switch (chunk.path("type").asText("")) {
            case "text" -> say(chunk.get("text"));
            case "thinking" -> think(thoughts(chunk.path("thinking")), Optional.empty());
            default -> {}
        }
    }

    private static String thoughts(JsonNode thinking) {
        StringBuilder text = new StringBuilder(thinking.asText(""));
        for (JsonNode each : thinking) {
            text.append(each.path("text").asText(""));
        }
        return text.toString();
    }

    private void think(String text, Optional<String> signature) {
        if (!text.isEmpty() || signature.isPresent()) {
            parts.add(new Part.Thinking(text, signature));
        }
    }

    private void say(@Nullable JsonNode text) {
        CompletionReader.text(text).ifPresent(it -> parts.add(Part.Text.of(it)));
    }
}
