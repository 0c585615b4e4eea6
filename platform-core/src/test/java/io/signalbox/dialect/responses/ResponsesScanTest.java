package io.signalbox.dialect.responses;

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

final class ResponsesScanTest {

    private static ResponsesScan scan(String body) {
        return ResponsesScan.read(Buffer.buffer(body));
    }

    private static ResponsesScan with(String members) {
        return scan("{\"model\":\"m\",\"input\":\"hi\"," + members + "}");
    }

    @Test
    void readsWhatPlanningNeeds() {
        // When
        ResponsesScan scan = scan("""
                { "model" : "smart-select:light", "stream": true, "max_output_tokens": 50, "store": false,
                  "metadata": {"task": "qa"}, "signalbox": {"max_attempts": 3, "tags": ["a", "b"]},
                  "instructions": "be brief",
                  "input": [ {"role":"user","content":"grüße\\n"},
                             {"type":"message","role":"user","content":[{"type":"input_text","text":"abc"}]},
                             {"type":"function_call","id":"fc_1","status":"completed","call_id":"c1","name":"f","arguments":"{}"},
                             {"type":"function_call_output","call_id":"c1","output":"42"} ] }
                """);

        // Then
        assertThat(scan.model()).isEqualTo("smart-select:light");
        assertThat(scan.stream()).isTrue();
        assertThat(scan.includesUsage()).isTrue();
        assertThat(scan.keeps()).isFalse();
        assertThat(scan.outputLimit()).isEqualTo(50);
        assertThat(scan.option("max_attempts")).contains("3");
        assertThat(scan.option("tags")).contains("a,b");
        assertThat(scan.option("task")).contains("qa");
        assertThat(scan.facts().messages()).isEqualTo(5);
        assertThat(scan.facts().outputTokens()).isEqualTo(50);
        assertThat(scan.facts().isText()).isTrue();
        assertThat(scan.facts().needs()).isEmpty();
        assertThat(scan.facts().inputBytes())
                .isEqualTo("be briefgrüße\\nabcc1f{}c142".getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void countsAPlainStringAsOneMessage() {
        // When
        ResponsesScan scan = scan("{\"model\":\"m\",\"input\":\"grüße\"}");

        // Then
        assertThat(scan.facts().messages()).isOne();
        assertThat(scan.facts().inputBytes()).isEqualTo(7);
        assertThat(scan.keeps()).isTrue();
        assertThat(scan.previous()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tools\":[{\"type\":\"function\",\"name\":\"f\"}]|TOOLS",
                "\"tools\":[{\"name\":\"x\",\"type\":\"web_search\"}]|BUILT_IN_TOOLS",
                "\"tools\":[{\"type\":\"mcp\"}]|BUILT_IN_TOOLS",
                "\"tool_choice\":\"required\"|TOOL_CHOICE",
                "\"tool_choice\":{\"type\":\"function\",\"name\":\"f\"}|TOOL_CHOICE",
                "\"tool_choice\":{\"type\":\"file_search\"}|BUILT_IN_TOOLS",
                "\"parallel_tool_calls\":false|SERIAL_TOOLS",
                "\"temperature\":0.5|TEMPERATURE",
                "\"top_p\":1|TOP_P",
                "\"top_logprobs\":2|LOGPROBS",
                "\"include\":[\"message.output_text.logprobs\"]|LOGPROBS",
                "\"reasoning\":{\"summary\":\"auto\",\"effort\":\"high\"}|REASONING",
                "\"service_tier\":\"flex\"|SERVICE_TIER",
                "\"text\":{\"format\":{\"type\":\"json_object\"}}|JSON_MODE",
                "\"text\":{\"format\":{\"name\":\"x\",\"schema\":{},\"type\":\"json_schema\"}}|JSON_SCHEMA",
            })
    void seesWhatIsNeeded(String member, Feature feature) {
        assertThat(with(member).facts().needs()).containsExactly(feature);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":null",
                "\"tools\":[]",
                "\"tool_choice\":\"auto\"",
                "\"parallel_tool_calls\":true",
                "\"temperature\":null",
                "\"top_logprobs\":0",
                "\"reasoning\":{\"effort\":null}",
                "\"reasoning\":null",
                "\"service_tier\":\"auto\"",
                "\"text\":{\"format\":{\"type\":\"text\"},\"verbosity\":\"medium\"}",
                "\"truncation\":\"disabled\"",
                "\"background\":false",
                "\"conversation\":null",
                "\"prompt\":null",
                "\"include\":null",
                "\"stream_options\":{\"include_obfuscation\":false}",
            })
    void seesNoNeedInWhatChangesNothing(String member) {
        assertThat(with(member).facts().needs()).isEmpty();
        assertThat(with(member).facts().unknown()).isEmpty();
    }

    @Test
    void namesWishesNoOtherProtocolHasAWordFor() {
        // When
        ResponsesScan scan = with("\"truncation\":\"auto\",\"text\":{\"verbosity\":\"low\"},\"max_tool_calls\":3");

        // Then
        assertThat(scan.facts().unknown()).containsExactly("max_tool_calls", "truncation", "text.verbosity");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,xxxx\"}|IMAGES",
                "{\"image_url\":\"https://x/y\",\"type\":\"input_image\"}|IMAGES IMAGE_URLS",
                "{\"type\":\"input_image\",\"file_id\":\"f\"}|IMAGES OTHER_PARTS",
                "{\"type\":\"input_file\",\"filename\":\"\",\"file_data\":\"xxxx\"}|FILES",
                "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"xxxx\"}}|AUDIO_IN",
                "{\"type\":\"hologram\"}|OTHER_PARTS",
                "{}|OTHER_PARTS",
            })
    void knowsPartsWhoseTokensNoByteCountBounds(String part, String features) {
        // When
        ResponsesScan scan = scan("{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[" + part + "]}]}");

        // Then
        assertThat(scan.facts().isText()).isFalse();
        assertThat(scan.facts().needs()).map(Feature::name).containsExactlyInAnyOrder(features.split(" "));
        assertThat(scan.facts().inputBytes()).isZero();
    }

    @Test
    void leavesItemsOfBuiltInToolsToTheirProvider() {
        // When
        ResponsesScan scan = scan("{\"model\":\"m\",\"input\":[{\"type\":\"web_search_call\",\"id\":\"ws_1\"}]}");

        // Then
        assertThat(scan.facts().needs(Feature.BUILT_IN_TOOLS)).isTrue();
        assertThat(scan.facts().isText()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|model",
                "{\"model\":\"m\"}|input",
                "{\"model\":\"m\",\"input\":null}|input",
                "{\"model\":\"m\",\"input\":[]}|input",
                "{\"model\":\"m\",\"input\":7}|input",
                "{\"model\":\"m\",\"input\":[1]}|input[0]",
                "{\"model\":\"m\",\"input\":[{\"content\":\"x\"}]}|input[0]",
                "{\"model\":5}|model",
                "{\"models\":\"m\"}|models",
                "{\"stream\":\"yes\"}|stream",
                "{\"store\":1}|store",
                "{\"max_output_tokens\":0}|max_output_tokens",
                "{\"tools\":{}}|tools",
                "{\"tools\":[1]}|tools",
                "{\"include\":\"x\"}|include",
                "{\"include\":[1]}|include",
                "{\"instructions\":[]}|instructions",
                "{\"previous_response_id\":7}|previous_response_id",
                "{\"signalbox\":[]}|signalbox",
                "{\"model\":\"a\",\"model\":\"b\"}|model",
                "{\"input\":\"a\",\"inp\\u0075t\":\"b\"}|input",
            })
    void refusesAndNamesTheParameter(String body, String param) {
        assertThatThrownBy(() -> scan(body)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.INVALID_REQUEST);
            assertThat(fault.param()).contains(param);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"background\":true|background",
                "\"conversation\":\"conv_1\"|conversation",
                "\"conversation\":{\"id\":\"conv_1\"}|conversation",
                "\"prompt\":{\"id\":\"pmpt_1\"}|prompt",
            })
    void refusesWhatWouldBeStoredAtOneProvider(String member, String param) {
        assertThatThrownBy(() -> with(member)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.UNSUPPORTED_PARAMETER);
            assertThat(fault.param()).contains(param);
        });
    }

    @Test
    void refusesAReferenceToAnItem() {
        assertThatThrownBy(() -> scan("{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"x\"},"
                        + "{\"id\":\"msg_1\",\"type\":\"item_reference\"}]}"))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(FaultCode.UNSUPPORTED_PARAMETER);
                    assertThat(fault.param()).contains("input[1]");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"model\":\"m\"} {}", "\uFEFF{\"model\":\"m\"}"})
    void refusesWhatIsNoJsonObject(String body) {
        assertThatThrownBy(() -> scan(body))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.INVALID_JSON));
    }
}
