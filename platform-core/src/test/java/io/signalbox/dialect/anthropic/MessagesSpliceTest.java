package io.signalbox.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.credential.Origin;
import io.signalbox.testing.Calls;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reaches a provider of the same wire: byte for byte what the client sent, but for what must change. */
final class MessagesSpliceTest {

    private static final String CLEARING = "{\"type\":\"clear_thinking_20251015\",\"keep\":\"all\"}, ";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static String upstream(String body, long limit) {
        return MessagesScan.read(Buffer.buffer(body), MultiMap.caseInsensitiveMultiMap())
                .upstreamBody(
                        Calls.deployment(
                                Calls.provider("anthropic"),
                                Calls.ALL,
                                "up/größer",
                                Origin.parse("http://127.0.0.1:1")),
                        limit)
                .toString();
    }

    @Test
    void keepsEveryOtherByte() {
        // Given
        String body =
                " {\"a\" : 1.50, \"model\" :\t\"x\" ,\"messages\":[ {\"role\":\"user\",\"content\":[{\"type\":\"text\", \"text\":\"日本 \\u65e5 🙂\"}, {\"type\":\"new\",\"x\":1e9}]} ],"
                        + "\"max_tokens\" : 10 , \"zz\": {\"models\": [1e9], \"model\":\"inner\"}}\n";

        // When
        String upstream = upstream(body, 100);

        // Then
        assertThat(upstream).isEqualTo(body.replace("\"x\" ,", "\"up/größer\" ,"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"x\",\"max_tokens\":9,M}|{\"model\":\"up/größer\",\"max_tokens\":7,M}",
                "{\"model\":\"x\",\"max_tokens\":5,M}|{\"model\":\"up/größer\",\"max_tokens\":5,M}",
                "{\"models\":[\"x\"],M,\"max_tokens\":5}|{M,\"max_tokens\":5,\"model\":\"up/größer\"}",
                "{\"signalbox\":{} ,\"model\":\"x\",M,\"max_tokens\":5,\"models\":null}|{\"model\":\"up/größer\",M,\"max_tokens\":5}",
                "{\"model\":\"x\",\"metadata\":{\"user_id\":\"u\", \"task\":\"qa\"},\"max_tokens\":5,M}|{\"model\":\"up/größer\",\"metadata\":{\"user_id\":\"u\"},\"max_tokens\":5,M}",
                "{\"model\":\"x\",\"metadata\":{\"task\":\"qa\"},\"max_tokens\":5,M}|{\"model\":\"up/größer\",\"metadata\":{},\"max_tokens\":5,M}",
                "{\"model\":\"x\",\"stream\": true,\"max_tokens\":5,M}|{\"model\":\"up/größer\",\"stream\": true,\"max_tokens\":5,M}",
            })
    void changesOnlyWhatMustChange(String body, String expected) {
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
        assertThat(upstream(body.replace("M", messages), 7)).isEqualTo(expected.replace("M", messages));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9000|{ \"type\":\"enabled\", \"budget_tokens\": 5000 }|{ \"type\":\"enabled\", \"budget_tokens\": 5000 }",
                "4000|{ \"budget_tokens\": 5000,\"type\":\"enabled\" }|{ \"budget_tokens\": 3999,\"type\":\"enabled\" }",
                "600|{\"type\":\"enabled\",\"budget_tokens\":5000}|{\"type\":\"disabled\"}",
                "600|{\"type\":\"adaptive\"}|{\"type\":\"adaptive\"}",
            })
    void keepsThinkingBelowALoweredLimit(long limit, String thinking, String expected) {
        // Given
        String rest = ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String body = "{\"model\":\"x\",\"max_tokens\":10000,\"thinking\":" + thinking + rest;

        // Then
        assertThat(upstream(body, limit)).endsWith("\"thinking\":" + expected + rest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[U, T]|[T]",
                "[T,U]|[T]",
                "[T , U, T]|[T, T]",
                "[U,U,T,U]|[T]",
                "[S,T]|[S,T]",
                "[S,T,G]|[S,T]",
                "[U]|[]",
                "[C]|[{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{}}]",
            })
    void leavesOutWhatAnotherProtocolLeftBehind(String content, String expected) {
        // Given
        String head = "{\"model\":\"up/größer\",\"max_tokens\":5,\"messages\":[{\"role\":\"assistant\",\"content\":";
        String tail = "},{\"role\":\"user\",\"content\":\"go on\"}]}";

        // Then
        assertThat(upstream(head + blocks(content) + tail, 0)).isEqualTo(head + blocks(expected) + tail);
    }

    /** Messages by letters: u asks, r tells results, R with text; c calls, t talks, after thoughts of S Anthropic, D it too, U nobody, G Gemini. */
    @ParameterizedTest
    @CsvSource({
        "u c r,out",
        "u Uc r,out",
        "u Gc R,out",
        "u c r u,out",
        "u St u c r,out",
        "u Sc r t u c r,out",
        "u Sc r,kept",
        "u Dc r,kept",
        "u USc r,kept",
        "u Sc r c R,kept",
        "u Sc r c r Uc r,kept",
        "u S c r,kept",
        "u Uc r Ut u,kept",
        "u Uc r Ut,kept",
        "u,kept",
    })
    void leavesThinkingOutExactlyAfterCallsThatAnthropicDidNotThinkAbout(String messages, String thinking) {
        String own = messages.replaceAll("[UG]", "");
        String expected = thinking.equals("out") ? body(own, "", "") : body(own, "enabled", CLEARING);
        assertThat(upstream(body(messages, "enabled", CLEARING), 0)).isEqualTo(expected);
        assertThat(upstream(body(messages, "adaptive", CLEARING), 0)).isEqualTo(body(own, "adaptive", CLEARING));
    }

    private static String body(String messages, String thinking, String edit) {
        return Stream.of(messages.split(" ", -1))
                .map(MessagesSpliceTest::message)
                .collect(Collectors.joining(
                        " ,",
                        "{\"model\":\"up/größer\" ,\"max_tokens\":5000"
                                + (thinking.isEmpty()
                                        ? ""
                                        : ", \"thinking\": {\"type\":\"" + thinking + "\",\"budget_tokens\":1024}")
                                + " , \"messages\":[ ",
                        "], \"context_management\":{\"edits\" :[" + edit
                                + "{\"type\":\"clear_tool_uses_20250919\"}]} }"));
    }

    private static String message(String letters) {
        return letters.replace("R", "rt")
                .chars()
                .mapToObj(MessagesSpliceTest::block)
                .collect(Collectors.joining(
                        ", ",
                        "{\"content\" :[",
                        "], \"role\":\"" + (letters.matches("[urR]") ? "user" : "assistant") + "\" }"));
    }

    private static String block(int letter) {
        return switch (letter) {
            case 'c' -> "{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{}}";
            case 'r' -> "{\"type\":\"tool_result\",\"tool_use_id\":\"c\",\"content\":\"ok\"}";
            case 'D' -> "{\"type\":\"redacted_thinking\",\"data\":\"d\"}";
            case 'u', 't' -> blocks("T");
            default -> blocks(Character.toString(letter));
        };
    }

    private static String blocks(String pattern) {
        return pattern.replace(
                        "C",
                        "{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"extra_content\":{\"google\":{}},\"input\":{}}")
                .replace("U", "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"\"}")
                .replace("S", "{\"signature\":\"s\",\"type\":\"thinking\",\"thinking\":\"hm\"}")
                .replace("G", "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"gemini:s\"}")
                .replace("T", "{\"type\":\"text\",\"text\":\"t\"}");
    }

    @Test
    void keepsRandomVendorMembersByteForByte() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            // Given
            RandomJson random = new RandomJson(new Random(seed));
            String before = random.members(3);
            String inBlock = random.members(2);
            String after = random.members(3);
            String body = "{" + before
                    + "\"model\": \"x\", \"max_tokens\":5, \"messages\": [{\"role\":\"user\",\"content\":[{" + inBlock
                    + "\"type\":\"text\",\"text\":\"hi\"}]}]" + random.moreMembers(3) + ", " + after
                    + "\"thinking\":{\"type\":\"disabled\"}}";

            // When
            String upstream = upstream(body, 100);

            // Then
            assertThat(upstream)
                    .as("seed %s", seed)
                    .isEqualTo(body.replace("\"model\": \"x\"", "\"model\": \"up/größer\""));
            JsonNode sent = MAPPER.readTree(upstream);
            assertThat(((ObjectNode) sent).put("model", "x")).isEqualTo(MAPPER.readTree(body));
        }
    }
}
