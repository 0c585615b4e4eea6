package io.signalbox.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        return SandboxAnswer.to(SandboxRequest.read(Buffer.buffer(body)))
                .choices()
                .get(0);
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
        assertThat(choice.function()).contains("weather");
        assertThat(new JsonObject(choice.text())).isEqualTo(new JsonObject(ARGUMENTS));
        assertThat(choice.finishReason()).isEqualTo("tool_calls");
    }

    @Test
    void callsTheChosenFunctionOrNone() {
        // When
        SandboxAnswer.Choice chosen = first(SandboxCaller.body(
                "sandbox/small", TOOLS + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"noop\"}}"));
        SandboxAnswer.Choice none = first(SandboxCaller.body("sandbox/small", TOOLS + ",\"tool_choice\":\"none\""));

        // Then
        assertThat(chosen.function()).contains("noop");
        assertThat(chosen.text()).isEqualTo("{}");
        assertThat(none.function()).isEmpty();
    }

    @Test
    void answersInProseOnceTheToolHasAnswered() {
        // When
        SandboxAnswer.Choice choice =
                first("{\"model\":\"sandbox/small\",\"messages\":[{\"role\":\"user\",\"content\":\"w?\"},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"12 °C\"}]" + TOOLS + "}");

        // Then
        assertThat(choice.function()).isEmpty();
        assertThat(choice.text()).contains("12 °C");
    }

    @Test
    void cutsAtTheLimitBetweenCharacters() {
        for (int limit = 1; limit < 60; limit++) {
            // When
            SandboxAnswer.Choice choice = first(SandboxCaller.body("sandbox/small", ",\"max_tokens\":" + limit)
                    .replace("Grüß", "日本🙂語é"));

            // Then
            assertThat(choice.tokens()).isLessThanOrEqualTo(limit).isGreaterThanOrEqualTo(limit - 1);
            assertThat(String.join("", choice.pieces())).isEqualTo(choice.text());
            assertThat(choice.pieces())
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
    void countsPromptsByItsRule() {
        // Given
        String tools = "[ {\"type\":\"function\", \"n\" : 1E5} ]";
        String body = "{\"tools\":" + tools + ",\"model\":\"sandbox/small\",\"messages\":["
                + "{\"role\":\"system\",\"content\":\"12345\"},{\"role\":\"assistant\",\"content\":null},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"日\"},{\"type\":\"text\",\"text\":\"\\u65e5\"}]}]}";

        // Then: 3, three frames of 4, 5 and 6 bytes in 2 tokens each, the tools as they are written.
        assertThat(SandboxRequest.read(Buffer.buffer(body)).promptTokens())
                .isEqualTo(3 + 3 * 4 + 2 + 2 + (tools.length() + 3) / 4);
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
            })
    void refusesBadRequestsInOpenAisWords(String body) {
        assertThatThrownBy(() -> SandboxRequest.read(Buffer.buffer(body)))
                .isInstanceOfSatisfying(
                        SandboxFault.class,
                        fault -> assertThat(
                                        fault.toJson().getJsonObject("error").fieldNames())
                                .containsExactly("message", "type", "param", "code"));
    }

    @Test
    void listsItsModels() {
        // When
        JsonArray models = SandboxWire.models().getJsonArray("data");

        // Then
        assertThat(models.stream()
                        .map(each -> ((JsonObject) each).getString("id"))
                        .toList())
                .isEqualTo(List.of(
                        "sandbox/small",
                        "sandbox/large",
                        "sandbox/error-500",
                        "sandbox/error-429",
                        "sandbox/error-timeout",
                        "sandbox/error-cut-stream",
                        "sandbox/error-slow-first-token",
                        "sandbox/error-malformed",
                        "sandbox/error-no-usage"));
    }
}
