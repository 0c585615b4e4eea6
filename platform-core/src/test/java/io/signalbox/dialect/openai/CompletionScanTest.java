package io.signalbox.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Feature;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CompletionScanTest {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static CompletionScan scan(String body) {
        return CompletionScan.read(Buffer.buffer(body));
    }

    @Test
    void boundsNoEarlierSpeechByTheLengthOfItsId() {
        // When
        CompletionScan scan = CompletionScan.read(
                Buffer.buffer(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"audio\":{\"id\":\"audio_1\"}},{\"role\":\"assistant\",\"content\":\"a\",\"audio\":null}]}"));

        // Then
        assertThat(scan.facts().needs()).containsExactlyInAnyOrder(Feature.AUDIO_IN, Feature.OTHER_PARTS);
        assertThat(scan.facts().isText()).isFalse();
    }

    @Test
    void refusesAModelWhoseNameNoHeaderCanCarry() {
        Buffer body =
                Buffer.buffer("{\"model\":\"custom/a\\u000bb\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThatThrownBy(() -> CompletionScan.read(body)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.INVALID_REQUEST);
            assertThat(fault.param()).hasValue("model");
        });
    }

    @Test
    void readsWhatPlanningNeeds() {
        // When
        CompletionScan scan = scan("""
                { "model" : "smart-select:light", "stream": true, "stream_options": {"include_usage": true},
                  "max_tokens": 50, "n": 2, "metadata": {"task": "qa", "team": "x"},
                  "signalbox": {"max_attempts": 3, "tags": ["a", "b"], "fallback": false, "deep": {"a": [1]}, "none": null},
                  "messages": [ {"role":"system","content":"be brief"} , {"role":"user","content":"grüße\\n"} ] }
                """);

        // Then
        assertThat(scan.model()).isEqualTo("smart-select:light");
        assertThat(scan.models()).isEmpty();
        assertThat(scan.stream()).isTrue();
        assertThat(scan.includesUsage()).isTrue();
        assertThat(scan.outputLimit()).isEqualTo(50);
        assertThat(scan.option("max_attempts")).contains("3");
        assertThat(scan.option("tags")).contains("a,b");
        assertThat(scan.option("fallback")).contains("false");
        assertThat(scan.option("deep")).contains("{\"a\": [1]}");
        assertThat(scan.option("none")).isEmpty();
        assertThat(scan.option("task")).contains("qa");
        assertThat(scan.facts().messages()).isEqualTo(2);
        assertThat(scan.facts().choices()).isEqualTo(2);
        assertThat(scan.facts().outputTokens()).isEqualTo(100);
        assertThat(scan.facts().inputBytes())
                .isEqualTo("be brief".length() + "grüße\\n".getBytes(StandardCharsets.UTF_8).length);
        assertThat(scan.facts().needs(Feature.TOOLS)).isFalse();
        assertThat(scan.facts().isText()).isTrue();
    }

    @Test
    void prefersTheOptionOverTheMetadataTask() {
        // When
        CompletionScan scan = scan(
                "{\"model\":\"m\",\"metadata\":{\"task\":\"qa\"},\"signalbox\":{\"task\":\"code\"}," + MESSAGES + "}");

        // Then
        assertThat(scan.option("task")).contains("code");
    }

    @Test
    void countsToolsSchemasAndToolCalls() {
        // Given
        String tools = "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]";
        String format = "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"é\",\"schema\":{}}}";
        String calls = "[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]";

        // When
        CompletionScan scan = scan("{\"model\":\"m\",\"tools\":" + tools + ",\"response_format\":" + format
                + ",\"messages\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":" + calls + "}]}");

        // Then
        assertThat(scan.facts().needs(Feature.TOOLS)).isTrue();
        assertThat(scan.facts().needs(Feature.JSON_SCHEMA)).isTrue();
        assertThat(scan.facts().inputBytes())
                .isEqualTo((tools + format + calls).getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void knowsPartsWhoseTokensNoByteCountBounds() {
        // When
        CompletionScan text = scan(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"abc\"}]}]}");
        CompletionScan image = scan(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"abc\",\"type\":\"text\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:abcdef\"}}]}]}");
        CompletionScan unknown =
                scan("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"hologram\":\"x\"}]}]}");

        // Then
        assertThat(text.facts().isText()).isTrue();
        assertThat(text.facts().inputBytes()).isEqualTo(3);
        assertThat(image.facts().isText()).isFalse();
        assertThat(image.facts().inputBytes()).isEqualTo(3);
        assertThat(unknown.facts().isText()).isFalse();
    }

    @Test
    void neverOverflowsTheOutputBound() {
        // When
        CompletionScan scan = scan("{\"model\":\"m\",\"n\":3,\"max_tokens\":99999999999999999999999," + MESSAGES + "}");

        // Then
        assertThat(scan.outputLimit()).isEqualTo(Long.MAX_VALUE);
        assertThat(scan.facts().outputTokens()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|model",
                "{\"model\":\"m\"}|messages",
                "{\"model\":\"m\",\"messages\":[]}|messages",
                "{\"model\":\"m\",\"messages\":\"x\"}|messages",
                "{\"model\":\"m\",\"messages\":[1]}|messages[0]",
                "{\"model\":5}|model",
                "{\"model\":\"\"}|model",
                "{\"models\":\"m\"}|models",
                "{\"models\":[1]}|models",
                "{\"models\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]}|models",
                "{\"stream\":\"yes\"}|stream",
                "{\"stream_options\":[]}|stream_options",
                "{\"stream_options\":{\"include_usage\":1}}|stream_options.include_usage",
                "{\"max_tokens\":0}|max_tokens",
                "{\"max_tokens\":-5}|max_tokens",
                "{\"max_tokens\":1.5}|max_tokens",
                "{\"max_completion_tokens\":\"9\"}|max_completion_tokens",
                "{\"n\":129}|n",
                "{\"n\":0}|n",
                "{\"tools\":{}}|tools",
                "{\"signalbox\":[]}|signalbox",
                "{\"model\":\"a\",\"model\":\"b\"}|model",
                "{\"model\":\"a\",\"mod\\u0065l\":\"b\"}|model",
                "{\"max_tokens\":1,\"max_tokens\":9}|max_tokens",
                "{\"n\":1,\"n\":9}|n",
            })
    void refusesAndNamesTheParameter(String body, String param) {
        assertThatThrownBy(() -> scan(body)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.INVALID_REQUEST);
            assertThat(fault.param()).contains(param);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "\"x\"",
                "{",
                "{\"model\":\"m\"",
                "{\"model\":\"m\",}",
                "{'model':'m'}",
                "{\"model\":\"m\"} {}",
                "{\"model\":\"m\"}x",
                "{\"model\":\"a\u0000b\"}",
                "\uFEFF{\"model\":\"m\"}",
                "{\"model\":NaN}",
                "{\"model\":\"\\x\"}",
            })
    void refusesWhatIsNoJsonObject(String body) {
        assertThatThrownBy(() -> scan(body)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.INVALID_JSON);
            assertThat(fault.publicMessage()).doesNotContain("model");
        });
    }

    @Test
    void refusesOtherEncodings() {
        // Given
        String body = "{\"model\":\"m\"," + MESSAGES + "}";

        // Then
        for (var each :
                java.util.List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
            assertThatThrownBy(() -> CompletionScan.read(Buffer.buffer(body.getBytes(each))))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.INVALID_JSON));
        }
    }

    @Test
    void refusesADeepBodyWithoutExhaustingTheStack() {
        // Given
        String deep = "{\"model\":\"m\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        // Then
        assertThatThrownBy(() -> scan(deep))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.INVALID_JSON));
    }

    @Test
    void refusesTooManyMessages() {
        // Given
        String message = "{\"role\":\"user\",\"content\":\"\"},";
        String body = "{\"model\":\"m\",\"messages\":[" + message.repeat(10_000)
                + message.substring(0, message.length() - 1) + "]}";

        // Then
        assertThatThrownBy(() -> scan(body))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.param()).contains("messages"));
    }
}
