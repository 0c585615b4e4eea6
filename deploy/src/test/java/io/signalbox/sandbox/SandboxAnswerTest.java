package io.signalbox.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SandboxAnswerTest {

    private static final String TOOLS =
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
                    + "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\",\"minimum\":2},"
                    + "\"unit\":{\"enum\":[\"C\",\"F\"]}},\"required\":[\"city\",\"days\",\"unit\"]}}},"
                    + "{\"type\":\"function\",\"function\":{\"name\":\"noop\"}}]";
    private static final String ARGUMENTS = "{\"city\":\"sandbox\",\"days\":2,\"unit\":\"C\"}";

    private static SandboxAnswer.Choice first(String body) {
        return SandboxAnswer.to(request(body)).only();
    }

    private static SandboxRequest request(String body) {
        JsonObject json = new Voice.Heard(
                        "", MultiMap.caseInsensitiveMultiMap(), MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body))
                .json();
        return ChatReader.read(json, SandboxBody.name(json, "model", "model"));
    }

    @Test
    void isAFunctionOfModelAndMessagesOnly() {
        // When
        String plain = first(SandboxCaller.body("sandbox/small", "")).text();
        String streamed = first(SandboxCaller.body("sandbox/small", ",\"stream\":true,\"max_tokens\":4000"))
                .text();
        String large = first(SandboxCaller.body("sandbox/large", "")).text();
        String other = first(SandboxCaller.body("sandbox/small", "").replace("Gott", "Göttin"))
                .text();

        // Then
        assertThat(streamed).isEqualTo(plain);
        assertThat(large).startsWith("[sandbox/large]").isNotEqualTo(plain);
        assertThat(other).isNotEqualTo(plain);
    }

    @Test
    void callsTheFirstFunctionWithArgumentsOfItsSchema() {
        // When
        SandboxAnswer.Choice choice = first(SandboxCaller.body("sandbox/small", TOOLS));

        // Then
        assertThat(choice.calls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("weather");
            assertThat(new JsonObject(call.arguments())).isEqualTo(new JsonObject(ARGUMENTS));
        });
        assertThat(ChatWriter.finishReason(choice)).isEqualTo("tool_calls");
    }

    @Test
    void callsTheChosenFunctionOrNone() {
        // When
        SandboxAnswer.Choice chosen = first(SandboxCaller.body(
                "sandbox/small", TOOLS + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"noop\"}}"));
        SandboxAnswer.Choice none = first(SandboxCaller.body("sandbox/small", TOOLS + ",\"tool_choice\":\"none\""));

        // Then
        assertThat(chosen.calls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("noop");
            assertThat(call.arguments()).isEqualTo("{}");
        });
        assertThat(none.calls()).isEmpty();
    }

    @Test
    void answersInProseOnceTheToolHasAnswered() {
        // When
        SandboxAnswer.Choice choice =
                first("{\"model\":\"sandbox/small\",\"messages\":[{\"role\":\"user\",\"content\":\"w?\"},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"weather\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"12 °C\"}]" + TOOLS + "}");

        // Then
        assertThat(choice.calls()).isEmpty();
        assertThat(choice.text()).contains("12 °C");
    }

    @Test
    void cutsAtTheLimitBetweenCharacters() {
        for (int limit = 1; limit < 60; limit++) {
            // When
            SandboxAnswer.Choice choice = first(SandboxCaller.body("sandbox/small", ",\"max_tokens\":" + limit)
                    .replace("Grüß", "日本🙂語é"));

            // Then
            assertThat(choice.outputTokens()).isLessThanOrEqualTo(limit).isGreaterThanOrEqualTo(limit - 1);
            assertThat(String.join("", SandboxStep.pieces(choice.text()))).isEqualTo(choice.text());
            assertThat(SandboxStep.pieces(choice.text()))
                    .allSatisfy(piece -> assertThat(SandboxTokens.bytes(piece)).isBetween(1, 4));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}|{}",
                "{\"type\":[\"string\",\"null\"]}|\"sandbox\"",
                "{\"type\":\"string\",\"minLength\":9}|\"sandboxxx\"",
                "{\"type\":\"string\",\"maxLength\":3}|\"san\"",
                "{\"type\":\"string\",\"format\":\"date\"}|\"2026-01-01\"",
                "{\"type\":\"integer\",\"exclusiveMinimum\":4}|5",
                "{\"type\":\"integer\",\"minimum\":5,\"multipleOf\":4}|8",
                "{\"type\":\"integer\",\"maximum\":-3}|-3",
                "{\"type\":\"number\",\"minimum\":0.5}|0.5",
                "{\"type\":\"boolean\"}|true",
                "{\"type\":\"null\"}|null",
                "{\"const\":[1]}|[1]",
                "{\"enum\":[7,8]}|7",
                "{\"type\":\"array\",\"items\":{\"type\":\"boolean\"}}|[]",
                "{\"type\":\"array\",\"minItems\":2,\"items\":{\"type\":\"boolean\"}}|[true,true]",
                "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"string\"}]}|null",
                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"boolean\"}}}|true",
                "{\"type\":\"object\",\"required\":[\"a\"],\"allOf\":[{\"properties\":{\"a\":{\"type\":\"boolean\"},\"b\":{\"const\":1}},\"required\":[\"b\"]}]}|{\"a\":true,\"b\":1}",
            })
    void satisfiesSchemas(String schema, String expected) {
        assertThat(JsonSample.of(new JsonObject(schema))).isEqualTo(expected);
    }

    @Test
    void endsOnARecursiveSchema() {
        assertThat(JsonSample.of(new JsonObject(
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}")))
                .startsWith("{\"a\":{\"a\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"array\",\"minItems\":\"x\"}", "{\"properties\":7}", "{\"anyOf\":[]}"})
    void refusesABrokenSchema(String schema) {
        assertThatThrownBy(() -> JsonSample.of(new JsonObject(schema))).isInstanceOf(SandboxFault.class);
    }

    @Test
    void answersInJsonWhenAsked() {
        assertThat(first(SandboxCaller.body("sandbox/small", ",\"response_format\":{\"type\":\"json_object\"}"))
                        .text())
                .isEqualTo("{}");
        assertThat(first(
                                SandboxCaller.body(
                                        "sandbox/small",
                                        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":"
                                                + "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}},\"required\":[\"ok\"]}}}"))
                        .text())
                .isEqualTo("{\"ok\":true}");
    }

    @Test
    void callsTwoAtOnceWhenAskedForBoth() {
        // When
        String both = SandboxCaller.body("sandbox/small", TOOLS).replace("Gott", "to both");
        SandboxAnswer.Choice serial = first(both.replace("\"tools\"", "\"parallel_tool_calls\":false,\"tools\""));

        // Then
        assertThat(first(both).calls()).extracting(SandboxAnswer.Call::name).containsExactly("weather", "noop");
        assertThat(serial.calls()).hasSize(1);
    }

    @Test
    void countsPromptsByItsRule() {
        // Given
        String body =
                "{\"tools\":[ {\"type\":\"function\", \"function\" : {\"name\":\"f\",\"parameters\":{\"n\":[1E5,\"x\"]}}} ],"
                        + "\"model\":\"sandbox/small\",\"messages\":["
                        + "{\"role\":\"system\",\"content\":\"12345\"},{\"role\":\"assistant\",\"content\":null},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"日\"},{\"type\":\"text\",\"text\":\"\\u65e5\"}]},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}]}]}";

        // Then: 3, three turns of 4, the image, and 5 + 6 bytes beside the tool's 3.
        assertThat(request(body).usage().promptTokens()).isEqualTo(3 + 3 * 4 + 85 + 4);
    }

    @Test
    void readsTurnsBeforeTheLastFromTheCache() {
        // Given
        String body = "{\"model\":\"sandbox/small\",\"messages\":[{\"role\":\"system\",\"content\":\""
                + "x".repeat(4_100) + "\"},{\"role\":\"user\",\"content\":\"Hi\"}]}";
        String keyed = body.replace("{\"model\"", "{\"prompt_cache_key\":\"k\",\"model\"")
                .replace("x".repeat(4_000), "");

        // Then: 3 + 4 + 1025 tokens stand before the user's turn, 3 + 4 + 25 without the most of them.
        assertThat(request(body).usage()).isEqualTo(new SandboxUsage(13, 1_024, 0, 0, 0, 0));
        assertThat(request(keyed).usage()).isEqualTo(new SandboxUsage(5, 32, 0, 0, 0, 0));
    }

    @Test
    void thinksWithinTheLimit() {
        for (int limit = 1; limit < 60; limit++) {
            // When
            SandboxAnswer.Choice choice =
                    first(SandboxCaller.body("sandbox/small", ",\"reasoning_effort\":\"low\",\"max_tokens\":" + limit));

            // Then
            assertThat(choice.reasoningTokens() + choice.outputTokens()).isBetween(limit - 1L, (long) limit);
            assertThat(choice.ending()).isEqualTo(SandboxAnswer.Ending.LENGTH);
            assertThat(choice.thoughts()).isNotEmpty();
        }
    }

    @Test
    void stopsBeforeAStopSequence() {
        // When
        SandboxAnswer.Choice choice = first(SandboxCaller.body("sandbox/small", ",\"stop\":[\"You\",\"made\"]"));

        // Then
        assertThat(choice.text()).isEqualTo("[sandbox/small] This answer is ");
        assertThat(choice.stop()).contains("made");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"model\":7}",
                "{\"model\":\"sandbox/small\"}",
                "{\"model\":\"sandbox/small\",\"messages\":[]}",
                "{\"model\":\"sandbox/small\",\"messages\":[1]}",
                "{\"model\":\"sandbox/small\",\"messages\":[{}],\"n\":1000}",
                "{\"model\":\"sandbox/small\",\"messages\":[{}],\"max_tokens\":0}",
                "{\"model\":\"sandbox/none\",\"messages\":[{}]}",
                "{\"model\":\"sandbox/small\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"x\"}]}",
                "{\"model\":\"sandbox/small\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"function\":"
                        + "{\"arguments\":\"\"}}]},{\"role\":\"user\",\"content\":\"x\"}]}",
            })
    void refusesBadRequestsInOpenAisWords(String body) {
        assertThatThrownBy(() -> request(body))
                .isInstanceOfSatisfying(
                        SandboxFault.class,
                        fault -> assertThat(OpenAiErrors.toJson(fault)
                                        .getJsonObject("error")
                                        .fieldNames())
                                .containsExactly("message", "type", "param", "code"));
    }

    @Test
    void listsItsModels() {
        // When
        JsonArray models = ChatWriter.models().getJsonArray("data");

        // Then
        assertThat(models.stream()
                        .map(each -> ((JsonObject) each).getString("id"))
                        .toList())
                .isEqualTo(List.of(
                        "sandbox/small",
                        "sandbox/large",
                        "sandbox/embed",
                        "sandbox/moderation",
                        "sandbox/error-500",
                        "sandbox/error-429",
                        "sandbox/error-timeout",
                        "sandbox/error-cut-stream",
                        "sandbox/error-slow-first-token",
                        "sandbox/error-malformed",
                        "sandbox/error-no-usage",
                        "sandbox/error-401",
                        "sandbox/error-quota",
                        "sandbox/error-overloaded",
                        "sandbox/error-context-length",
                        "sandbox/error-prompt-filter",
                        "sandbox/error-content-filter",
                        "sandbox/error-refusal",
                        "sandbox/error-midstream"));
    }
}
