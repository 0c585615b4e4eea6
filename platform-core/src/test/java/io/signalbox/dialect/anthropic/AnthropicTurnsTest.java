package io.signalbox.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Media;
import io.signalbox.chat.Message;
import io.signalbox.chat.Part;
import io.signalbox.chat.Turns;
import io.signalbox.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever a client sends, Anthropic gets a conversation of the form it takes. */
final class AnthropicTurnsTest {

    private static final List<String> TEXTS = List.of("", "a", " b ", "\n");
    private static final List<String> IDS = List.of("", "a", "b:1", "b_1", "ü");
    private static final List<String> ARGUMENTS = List.of("", "{}", "{\"x\":1}", "[", "7", "null", "\"x\"");

    @RepeatedTest(200)
    void keepsTheFormOfAConversation(RepetitionInfo repetition) {
        // Given
        Random random = new Random(repetition.getCurrentRepetition());
        List<Message> messages = new ArrayList<>(List.of(Message.of(Message.Role.USER, "Hi")));
        for (int i = random.nextInt(12); i > 0; i--) {
            messages.add(message(random));
        }

        // When
        ObjectNode body = Json.object();
        Turns.of(messages, new AnthropicBlocks()).write(body);

        // Then
        JsonNode turns = body.path("messages");
        Set<String> calls = new HashSet<>();
        String before = "assistant";
        for (JsonNode turn : turns) {
            assertThat(turn.path("role").asText()).isNotEqualTo(before);
            before = turn.path("role").asText();
            assertThat(turn.path("content").isEmpty()).isFalse();
            turn.path("content").forEach(block -> assertGood(block, calls));
        }
        body.path("system").forEach(block -> assertGood(block, calls));
        assertThat(kinds(messages)).isEqualTo(calls.size());
    }

    private static void assertGood(JsonNode block, Set<String> calls) {
        switch (block.path("type").asText()) {
            case "text" -> assertThat(block.path("text").asText()).isNotBlank();
            case "tool_use" -> {
                assertThat(block.path("id").asText()).matches("[a-zA-Z0-9_-]+");
                assertThat(calls.add(block.path("id").asText())).as("a new id").isTrue();
                assertThat(block.path("input").isObject()).isTrue();
            }
            case "tool_result" -> assertThat(block.path("tool_use_id").asText()).matches("[a-zA-Z0-9_-]+");
            case "thinking" -> assertThat(block.path("signature").asText()).isNotEmpty();
            default -> assertThat(block.path("type").asText()).isEqualTo("image");
        }
    }

    private static long kinds(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.parts().stream())
                .filter(part -> part instanceof Part.ToolCall)
                .count();
    }

    private static Message message(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Message.of(Message.Role.SYSTEM, one(TEXTS, random));
            case 1 -> Message.of(Message.Role.USER, List.of(text(random), image()));
            case 2 -> Message.of(Message.Role.USER, one(TEXTS, random));
            case 3 -> Message.of(Message.Role.TOOL, List.of(result(random), result(random)));
            default -> Message.of(Message.Role.ASSISTANT, said(random));
        };
    }

    private static List<Part> said(Random random) {
        List<Part> said = new ArrayList<>();
        if (random.nextBoolean()) {
            said.add(new Part.Thinking("hm", random.nextBoolean() ? Optional.of("s") : Optional.empty()));
        }
        said.add(text(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            said.add(Part.ToolCall.of(one(IDS, random), "f", one(ARGUMENTS, random)));
        }
        return said;
    }

    private static Part result(Random random) {
        return new Part.ToolResult(
                one(IDS, random), List.of(text(random), image()), random.nextBoolean(), Optional.empty());
    }

    private static Part text(Random random) {
        return Part.Text.of(one(TEXTS, random));
    }

    private static Part image() {
        return new Part.Image(new Media.Inline("image/png", "AA=="), Optional.empty(), Optional.empty());
    }

    private static String one(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
