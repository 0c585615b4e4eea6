package io.signalbox.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.catalog.Deployment;
import io.signalbox.credential.Origin;
import io.signalbox.testing.Calls;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reaches a provider: byte for byte what the client sent, but for what must change. */
final class CompletionSpliceTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static Deployment deployment(String provider, String model) {
        return Calls.deployment(Calls.provider(provider), Calls.ALL, model, Origin.parse("http://127.0.0.1:1/v1"));
    }

    private static String upstream(String body, long limit) {
        return CompletionScan.read(Buffer.buffer(body))
                .upstreamBody(deployment("custom", "up/größer"), limit)
                .toString();
    }

    @Test
    void keepsEveryOtherByte() {
        // Given
        String body =
                " {\"a\" : 1.50, \"model\" :\t\"x\" ,\"messages\":[ {\"role\":\"user\",\"content\":\"日本 \\u65e5 🙂\"} ],"
                        + "\"max_tokens\" : 10 , \"zz\": {\"models\": [1e9], \"model\":\"inner\"}}\n";

        // When
        String upstream = upstream(body, 100);

        // Then
        assertThat(upstream).isEqualTo(body.replace("\"x\"", "\"up/größer\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{C , R}|{C}",
                "{R , C}|{C}",
                "{C,R,D,T}|{C,T}",
                "{R,D , C}|{C}",
                "{R, D }|{}",
                "{D,T,C,R }|{T,C }",
                "{C,K}|{C,K}",
                "{C,\"tool_calls\":[{X,\"id\":\"a\"}, {\"id\":\"b\" ,X},null]}|{C,\"tool_calls\":[{\"id\":\"a\"}, {\"id\":\"b\"},null]}",
            })
    void leavesOutThoughtsExactlyWhereAProviderRefusesThem(String message, String expected) {
        // Given
        String head = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\" },";
        String tail = ",{\"role\":\"developer\"} ],\"max_tokens\" : 5}";
        Buffer body = Buffer.buffer(head + members(message) + tail);

        // Then
        assertThat(CompletionScan.read(body)
                        .upstreamBody(deployment("groq", "m"), 0)
                        .toString())
                .isEqualTo(head + members(expected) + tail.replace("developer", "system"));
        assertThat(CompletionScan.read(body)
                        .upstreamBody(deployment("openrouter", "m"), 0)
                        .toString())
                .isEqualTo(head + members(message) + tail);
    }

    private static String members(String pattern) {
        return pattern.replace("C", "\"content\": \"hm\"")
                .replace("R", "\"reasoning_content\" :null")
                .replace("D", "\"reasoning_details\": [{\"type\":\"reasoning.text\",\"reasoning_content\":1}]")
                .replace("T", "\"role\":\"assistant\"")
                .replace("K", "\"x\":{\"extra_content\":1}")
                .replace("X", "\"extra_content\":{\"google\":{}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"x\",M}|{\"model\":\"up/größer\",M,\"max_tokens\":7}",
                "{\"models\":[\"x\"],M}|{M,\"model\":\"up/größer\",\"max_tokens\":7}",
                "{M,\"models\":[\"x\"]}|{M,\"model\":\"up/größer\",\"max_tokens\":7}",
                "{M,\"models\":[\"x\"] , \"signalbox\":{}, \"model\":null}|{M, \"model\":\"up/größer\",\"max_tokens\":7}",
                "{\"signalbox\":{} , \"models\":[\"x\"],M}|{M,\"model\":\"up/größer\",\"max_tokens\":7}",
                "{\"signalbox\":{},M,\"model\":\"x\",\"models\":null }|{M,\"model\":\"up/größer\",\"max_tokens\":7 }",
                "{\"model\":\"x\",M,\"max_completion_tokens\":9}|{\"model\":\"up/größer\",M,\"max_completion_tokens\":7}",
                "{\"model\":\"x\",M,\"max_completion_tokens\":5}|{\"model\":\"up/größer\",M,\"max_completion_tokens\":5}",
                "{\"model\":\"x\",\"max_tokens\":99,M,\"max_completion_tokens\":9}|{\"model\":\"up/größer\",\"max_tokens\":7,M,\"max_completion_tokens\":7}",
                "{\"max_tokens\":null,\"model\":\"x\",M}|{\"model\":\"up/größer\",M,\"max_tokens\":7}",
                "{\"model\":\"x\",M,\"max_completion_tokens\":null}|{\"model\":\"up/größer\",M,\"max_tokens\":7}",
                "{\"model\":\"x\",M,\"stream\":true}|{\"model\":\"up/größer\",M,\"stream\":true,\"max_tokens\":7,\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"x\",M,\"max_tokens\":7,\"stream\":true,\"stream_options\":null}|{\"model\":\"up/größer\",M,\"max_tokens\":7,\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"model\":\"x\",M,\"max_tokens\":7,\"stream_options\":{ },\"stream\":true}|{\"model\":\"up/größer\",M,\"max_tokens\":7,\"stream_options\":{\"include_usage\":true},\"stream\":true}",
                "{\"model\":\"x\",M,\"max_tokens\":7,\"stream_options\":{\"o\" : 1 },\"stream\":true}|{\"model\":\"up/größer\",M,\"max_tokens\":7,\"stream_options\":{\"o\" : 1,\"include_usage\":true },\"stream\":true}",
                "{\"model\":\"x\",M,\"max_tokens\":7,\"stream_options\":{\"include_usage\":false,\"o\":1,\"include_usage\":true},\"stream\":true}|{\"model\":\"up/größer\",M,\"max_tokens\":7,\"stream_options\":{\"include_usage\":true,\"o\":1,\"include_usage\":true},\"stream\":true}",
                "{\"model\":\"x\",M,\"max_tokens\":7,\"stream_options\":{\"include_usage\": true},\"stream\":true}|{\"model\":\"up/größer\",M,\"max_tokens\":7,\"stream_options\":{\"include_usage\": true},\"stream\":true}",
            })
    void changesWhatMustChange(String body, String expected) {
        // Given
        String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"ü\"}]";

        // When
        String upstream = upstream(body.replace("M", messages), 7);

        // Then
        assertThat(upstream).isEqualTo(expected.replace("M", messages));
    }

    @Test
    void changesNoLimitWhenNoneIsWanted() {
        // Given
        String body = "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"ü\"}]}";

        // Then
        assertThat(upstream(body, 0)).isEqualTo(body.replace("\"x\"", "\"up/größer\""));
    }

    /** A tree does the same splice in the obvious way; 2 000 random bodies in random member order and white space must agree with it. */
    @Test
    void agreesWithATree() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            // Given
            String body = randomBody(random);
            CompletionScan scan = CompletionScan.read(Buffer.buffer(body));

            // When
            String upstream = scan.upstreamBody(deployment("custom", "up"), 7).toString();

            // Then
            assertThat(MAPPER.readTree(upstream)).as(body).isEqualTo(byTree(body));
        }
    }

    private static JsonNode byTree(String body) throws IOException {
        ObjectNode tree = (ObjectNode) MAPPER.readTree(body);
        tree.remove(List.of("models", "signalbox"));
        tree.put("model", "up");
        boolean limited = false;
        for (String each : List.of("max_tokens", "max_completion_tokens")) {
            if (tree.hasNonNull(each)) {
                limited = true;
                tree.put(each, Math.min(7, tree.get(each).asInt()));
            } else {
                tree.remove(each);
            }
        }
        if (!limited) {
            tree.put("max_tokens", 7);
        }
        if (tree.path("stream").asBoolean()) {
            ObjectNode options = tree.hasNonNull("stream_options")
                    ? (ObjectNode) tree.get("stream_options")
                    : tree.putObject("stream_options");
            options.put("include_usage", true);
        }
        return tree;
    }

    private static String randomBody(Random random) {
        List<String> members = new ArrayList<>(List.of("\"messages\":[{\"role\":\"user\",\"content\":\"日,本\\\"}\"}]"));
        String[] maybe = {
            "\"models\":[\"a\",\"b\"]",
            "\"signalbox\":{\"task\":\"}\"}",
            "\"max_tokens\":" + List.of("null", "3", "90").get(random.nextInt(3)),
            "\"max_completion_tokens\":" + List.of("null", "3", "90").get(random.nextInt(3)),
            "\"stream\":" + random.nextBoolean(),
            "\"stream_options\":"
                    + List.of("null", "{}", "{\"x\":[1,2]}", "{\"include_usage\":false}")
                            .get(random.nextInt(4)),
            "\"ünknown\":\"🙂\"",
            "\"temperature\":0.25",
            "\"stop\":[\"]\",\"}\"]",
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mistral|\"max_completion_tokens\":9,\"seed\":3|\"random_seed\":3,\"max_tokens\":7",
                "mistral|\"max_completion_tokens\":5,\"max_tokens\":90|\"max_tokens\":5",
                "mistral|\"user\":\"u\",\"store\":false,\"safe_prompt\":true|\"safe_prompt\":true,\"max_tokens\":7",
                "mistral|\"stream\":true,\"stream_options\":{\"include_usage\":true}|\"stream\":true,\"max_tokens\":7",
                "mistral|\"stream\":true|\"stream\":true,\"max_tokens\":7",
                "deepseek|\"max_completion_tokens\":9|\"max_tokens\":7",
                "cerebras|\"max_tokens\":9|\"max_completion_tokens\":7",
                "openai|\"max_tokens\":9,\"user\":\"u\",\"seed\":3|\"user\":\"u\",\"seed\":3,\"max_completion_tokens\":7"
            })
    void aProvidersQuirksAreMinded(String provider, String sent, String expected) throws IOException {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + sent + "}";

        Buffer upstream = CompletionScan.read(Buffer.buffer(body)).upstreamBody(deployment(provider, "m"), 7);

        assertThat(MAPPER.readTree(upstream.getBytes()))
                .isEqualTo(MAPPER.readTree(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + expected + "}"));
    }

    @Test
    void aDeveloperIsCalledWhatTheProviderCallsThem() {
        String body =
                "{\"messages\":[{\"role\":\"developer\",\"content\":\"developer\"},{\"content\":\"x\",\"role\": \"developer\" }],\"model\":\"m\"}";
        CompletionScan scan = CompletionScan.read(Buffer.buffer(body));

        assertThat(scan.upstreamBody(deployment("groq", "m"), 0).toString())
                .isEqualTo(body.replace("\"role\":\"developer\"", "\"role\":\"system\"")
                        .replace("\"role\": \"developer\"", "\"role\": \"system\""));
        assertThat(scan.upstreamBody(deployment("openai", "m"), 0).toString()).isEqualTo(body);
    }
}
