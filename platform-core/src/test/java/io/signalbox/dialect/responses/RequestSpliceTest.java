package io.signalbox.dialect.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reaches a provider that speaks the same: byte for byte what the client sent, but for what must change. */
final class RequestSpliceTest {

    private static final String OURS =
            "{\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"" + Sealed.signature("x") + "\"}";

    private static String upstream(String body, long limit, boolean thoughts) {
        return ResponsesScan.read(Buffer.buffer(body))
                .upstreamBody("up/größer", limit, thoughts)
                .toString();
    }

    @Test
    void keepsEveryOtherByte() {
        // Given
        String body =
                " {\"a\" : 1.50, \"model\" :\t\"x\" ,\"input\":[ {\"role\":\"user\",\"content\":\"日本 \\u65e5 🙂\"} ],"
                        + "\"store\":  false, \"zz\": {\"store\": [1e9], \"model\":\"inner\"}}\n";

        // Then
        assertThat(upstream(body, 0, false)).isEqualTo(body.replace("\"x\"", "\"up/größer\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"x\",I}|{\"model\":\"up/größer\",I,\"max_output_tokens\":7,\"store\":false}",
                "{\"models\":[\"x\"],I,\"store\":true}|{I,\"store\":false,\"model\":\"up/größer\",\"max_output_tokens\":7}",
                "{I,\"store\":null,\"max_output_tokens\":9,\"model\":\"x\"}|{I,\"store\":false,\"max_output_tokens\":7,\"model\":\"up/größer\"}",
                "{\"max_output_tokens\":3,\"signalbox\":{},I,\"model\":\"x\"}|{\"max_output_tokens\":3,I,\"model\":\"up/größer\",\"store\":false}",
                "{\"previous_response_id\":null,I,\"max_output_tokens\":null,\"model\":\"x\"}|{I,\"model\":\"up/größer\",\"max_output_tokens\":7,\"store\":false}",
            })
    void changesWhatMustChange(String body, String expected) {
        // Given
        String input = "\"input\":\"ü\"";

        // Then
        assertThat(upstream(body.replace("I", input), 7, false)).isEqualTo(expected.replace("I", input));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|[\"reasoning.encrypted_content\"]",
                "[ ]|[\"reasoning.encrypted_content\"]",
                "[\"a\" ]|[\"a\" ,\"reasoning.encrypted_content\"]",
                "[\"reasoning.encrypted_content\",\"a\"]|[\"reasoning.encrypted_content\",\"a\"]",
            })
    void asksForThoughtsThatCanBeGivenBack(String include, String expected) throws IOException {
        // When
        String upstream = upstream("{\"include\":" + include + ",\"model\":\"x\",\"input\":\"ü\"}", 0, true);

        // Then
        assertThat(upstream).startsWith("{\"include\":" + expected + ",");
        assertThat(Json.read(upstream).path("store").asBoolean(true)).isFalse();
    }

    @Test
    void asksForThoughtsWhereNothingWasToBeIncluded() {
        assertThat(upstream("{\"model\":\"x\",\"store\":false,\"input\":\"ü\"}", 0, true))
                .isEqualTo("{\"model\":\"up/größer\",\"store\":false,\"input\":\"ü\","
                        + "\"include\":[\"reasoning.encrypted_content\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[R, {\"role\":\"user\",\"content\":\"a\"}]|[{\"role\":\"user\",\"content\":\"a\"}]",
                "[ {\"role\":\"user\",\"content\":\"a\"} ,R, R , {\"role\":\"user\",\"content\":\"b\"} ]|[ {\"role\":\"user\",\"content\":\"a\"} , {\"role\":\"user\",\"content\":\"b\"} ]",
                "[{\"role\":\"user\",\"content\":\"a\"}, R ]|[{\"role\":\"user\",\"content\":\"a\"} ]",
                "[R]|[]",
            })
    void leavesOutThoughtsOfOtherProtocols(String input, String expected) {
        // When
        String upstream =
                upstream("{\"model\":\"x\",\"store\":false,\"input\":" + input.replace("R", OURS) + "}", 0, false);

        // Then
        assertThat(upstream).isEqualTo("{\"model\":\"up/größer\",\"store\":false,\"input\":" + expected + "}");
    }

    /** A tree does the same splice in the obvious way; 2 000 random bodies in random member order and white space must agree with it. */
    @Test
    void agreesWithATree() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            // Given
            String body = randomBody(random);
            boolean thoughts = random.nextBoolean();

            // When
            String upstream = ResponsesScan.read(Buffer.buffer(body))
                    .upstreamBody("up", 7, thoughts)
                    .toString();

            // Then
            assertThat(Json.read(upstream)).as(body).isEqualTo(byTree(body, thoughts));
        }
    }

    private static JsonNode byTree(String body, boolean thoughts) throws IOException {
        ObjectNode tree = (ObjectNode) Json.read(body);
        tree.remove(List.of("models", "signalbox", "previous_response_id"));
        tree.put("model", "up").put("store", false);
        int own = tree.path("max_output_tokens").asInt(7);
        tree.put("max_output_tokens", Math.min(7, own));
        if (thoughts && !tree.path("include").toString().contains("encrypted")) {
            ArrayNode include = tree.path("include") instanceof ArrayNode given ? given : tree.putArray("include");
            include.add("reasoning.encrypted_content");
        }
        if (tree.get("input") instanceof ArrayNode items) {
            for (int i = items.size() - 1; i >= 0; i--) {
                String sealed = items.get(i).path("encrypted_content").asText("");
                if (sealed.startsWith("signalbox:")
                        || sealed.isEmpty() && items.get(i).has("summary")) {
                    items.remove(i);
                }
            }
        }
        return tree;
    }

    private static String randomBody(Random random) {
        List<String> items = new ArrayList<>(List.of(
                "{\"role\":\"user\",\"content\":\"日,本\\\"}\"}",
                OURS,
                "{\"type\":\"reasoning\",\"id\":\"r\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}],\"content\":null}",
                "{\"type\":\"reasoning\",\"content\":[{\"type\":\"reasoning_text\",\"text\":\"hm\"}]}",
                "{\"type\":\"reasoning\",\"encrypted_content\":\"x\"}"));
        Collections.shuffle(items, random);
        List<String> members = new ArrayList<>(List.of("\"input\":[" + String.join(" , ", items) + "]"));
        String[] maybe = {
            "\"models\":[\"a\",\"b\"]",
            "\"signalbox\":{\"task\":\"}\"}",
            "\"max_output_tokens\":" + List.of("null", "3", "90").get(random.nextInt(3)),
            "\"store\":" + List.of("null", "true", "false").get(random.nextInt(3)),
            "\"include\":"
                    + List.of("null", "[]", "[\"a\"]", "[ \"reasoning.encrypted_content\" ]")
                            .get(random.nextInt(4)),
            "\"previous_response_id\":null",
            "\"ünknown\":{\"deep\":[1e400,-0.0,\"🙂\",{\"a\":{}}]}",
            "\"temperature\":0.25",
        };
        boolean named = false;
        for (String each : maybe) {
            if (random.nextBoolean()) {
                members.add(each);
                named |= each.startsWith("\"models\"");
            }
        }
        if (!named || random.nextBoolean()) {
            members.add("\"model\":\"a\"");
        }
        Collections.shuffle(members, random);
        String gap = List.of("", " ", "\n\t", " \r\n ").get(random.nextInt(4));
        return gap + "{" + gap + String.join(gap + "," + gap, members).replace("\":", "\"" + gap + ":" + gap) + gap
                + "}" + gap;
    }
}
