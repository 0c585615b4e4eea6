package io.signalbox.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Wire;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.route.PriceTerms;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessagesScanTest {

    private static final String MESSAGES = "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static MessagesScan scan(String body) {
        return MessagesScan.read(Buffer.buffer(body), MultiMap.caseInsensitiveMultiMap());
    }

    private static MessagesScan with(String members) {
        return scan("{\"model\":\"m\"," + MESSAGES + "," + members + "}");
    }

    @Test
    void readsWhatPlanningNeeds() {
        // When
        MessagesScan scan = scan("""
                { "model" : "smart-select:light", "stream": true, "max_tokens": 50,
                  "metadata": {"user_id": "u", "task": "qa"}, "system": "be brief",
                  "signalbox": {"max_attempts": 3, "tags": ["a", "b"]},
                  "messages": [ {"role":"user","content":"grüße\\n"} , {"role":"assistant","content":[{"type":"text","text":"ho"}]} ] }
                """);

        // Then
        assertThat(scan.wire()).isEqualTo(Wire.MESSAGES);
        assertThat(scan.model()).isEqualTo("smart-select:light");
        assertThat(scan.models()).isEmpty();
        assertThat(scan.stream()).isTrue();
        assertThat(scan.includesUsage()).isTrue();
        assertThat(scan.outputLimit()).isEqualTo(50);
        assertThat(scan.option("max_attempts")).contains("3");
        assertThat(scan.option("tags")).contains("a,b");
        assertThat(scan.option("task")).contains("qa");
        assertThat(scan.facts().messages()).isEqualTo(3);
        assertThat(scan.facts().outputTokens()).isEqualTo(50);
        assertThat(scan.facts().inputBytes()).isEqualTo("be briefgrüße\\nho".getBytes(StandardCharsets.UTF_8).length);
        assertThat(scan.facts().isText()).isTrue();
        assertThat(scan.facts().needs()).isEmpty();
        assertThat(scan.facts().unknown()).isEmpty();
    }

    @Test
    void countsEverythingAModelReads() {
        // Given
        String input = "{\"city\": \"Zürich\"}";
        String tools = "[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]";

        // When
        MessagesScan scan = scan(
                "{\"model\":\"m\",\"max_tokens\":1,\"tools\":" + tools + ",\"messages\":["
                        + "{\"role\":\"assistant\",\"content\":["
                        + "{\"type\":\"thinking\",\"thinking\":\"hmm\",\"signature\":\"sig\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"dark\"},"
                        + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":" + input + "}]},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":[{\"type\":\"text\",\"text\":\"sun\"}]},"
                        + "{\"type\":\"document\",\"title\":\"T\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"long\"}}]}]}");

        // Then
        assertThat(scan.facts().inputBytes())
                .isEqualTo((tools + "hmmsigdark" + "t1f" + input + "t1sun" + "Tlong")
                        .getBytes(StandardCharsets.UTF_8)
                        .length);
        assertThat(scan.facts().messages()).isEqualTo(3);
        assertThat(scan.facts().needs()).containsExactly(Feature.TOOLS);
        assertThat(scan.facts().isText()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"temperature\":0|TEMPERATURE",
                "\"top_p\":0.5|TOP_P",
                "\"top_k\":4|TOP_K",
                "\"stop_sequences\":[\"x\"]|STOP",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}|REASONING",
                "\"thinking\":{\"type\":\"adaptive\"}|REASONING",
                "\"output_config\":{\"effort\":\"low\"}|REASONING",
                "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}}|JSON_SCHEMA",
                "\"output_format\":{\"type\":\"json_schema\",\"schema\":{}}|JSON_SCHEMA",
                "\"tools\":[{\"type\":\"web_search_20260318\",\"name\":\"web_search\"}]|BUILT_IN_TOOLS",
                "\"tools\":[{\"name\":\"f\",\"input_schema\":{},\"defer_loading\":true}]|BUILT_IN_TOOLS",
                "\"tool_choice\":{\"type\":\"any\"}|TOOL_CHOICE",
                "\"tool_choice\":{\"type\":\"tool\",\"name\":\"f\"}|TOOL_CHOICE",
                "\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}|SERIAL_TOOLS",
            })
    void noticesAWish(String members, Feature need) {
        assertThat(with(members).facts().needs()).containsExactly(need);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AA\"}}|IMAGES",
                "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"AA\"}}|FILES",
                "{\"source\":{\"url\":\"https://x\",\"type\":\"url\"},\"type\":\"document\"}|FILES",
                "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://x\"}}|IMAGE_URLS",
                "{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}|OTHER_PARTS",
                "{\"type\":\"search_result\",\"source\":\"s\",\"title\":\"t\",\"content\":[]}|OTHER_PARTS",
                "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}|OTHER_PARTS",
                "{\"type\":\"document\",\"citations\":{\"enabled\":true},\"source\":{\"type\":\"text\",\"data\":\"d\"}}|OTHER_PARTS",
            })
    void noticesWhatIsNotText(String block, Feature need) {
        // When
        MessagesScan scan = scan(
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":[" + block + "]}]}");

        // Then
        assertThat(scan.facts().needs()).contains(need);
        assertThat(scan.facts().isText()).isFalse();
    }

    @Test
    void seesNoWishInWhatChangesNothing() {
        // When
        MessagesScan scan = with(
                "\"temperature\":null,\"stop_sequences\":[],\"thinking\":{\"type\":\"disabled\"},"
                        + "\"output_config\":{\"effort\":\"high\"},\"tool_choice\":{\"type\":\"auto\"},\"service_tier\":\"auto\","
                        + "\"container\":null,\"speed\":\"standard\",\"inference_geo\":\"global\",\"cache_control\":{\"type\":\"ephemeral\"}");

        // Then
        assertThat(scan.facts().needs()).isEmpty();
        assertThat(scan.facts().unknown()).isEmpty();
    }

    @Test
    void tellsASummaryThatIsBilledFromLeavingThingsOut() {
        String clearing = "\"context_management\":{\"edits\":[{\"type\":\"clear_tool_uses_20250919\"}]}";
        String summarising = "\"context_management\":{\"edits\":[{\"type\":\"compact_20260112\"}]}";

        assertThat(PriceTerms.unpriced(with(clearing).facts(), Optional.empty()))
                .isEmpty();
        assertThat(PriceTerms.unpriced(with(summarising).facts(), Optional.empty()))
                .contains("context_management.compact");
    }

    @Test
    void namesWhatOnlyItsOwnWireKnows() {
        assertThat(
                        with("\"context_management\":{},\"output_config\":{\"task_budget\":{}},\"mcp_servers\":[],\"speed\":\"fast\",\"inference_geo\":\"us\"")
                                .facts()
                                .unknown())
                .containsExactly(
                        "context_management", "output_config.task_budget", "mcp_servers", "speed", "inference_geo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|INVALID_REQUEST|max_tokens",
                "{\"model\":\"m\",\"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|INVALID_REQUEST|max_tokens",
                "{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|INVALID_REQUEST|model",
                "{\"model\":\"m\",\"max_tokens\":1}|INVALID_REQUEST|messages",
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[]}|INVALID_REQUEST|messages",
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[\"x\"]}|INVALID_REQUEST|messages[0]",
                "{\"model\":\"m\",\"max_tokens\":1,\"system\":7,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|INVALID_REQUEST|system",
                "{\"model\":\"m\",\"max_tokens\":1,\"stream\":\"yes\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|INVALID_REQUEST|stream",
                "{\"model\":\"m\",\"model\":\"n\"}|INVALID_REQUEST|model",
            })
    void refusesWithTheParametersName(String body, FaultCode code, String param) {
        assertThatThrownBy(() -> scan(body)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault.param()).contains(param);
        });
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> scan("{\"model\":"))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.INVALID_JSON));
    }

    @Test
    void passesNoHeaderButTheBetas() {
        // Given
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Anthropic-Beta", "a-2025")
                .add("anthropic-beta", "b-2026")
                .add("anthropic-version", "2023-06-01")
                .add("x-api-key", "secret");

        // When
        MessagesScan scan = MessagesScan.read(Buffer.buffer("{\"model\":\"m\"," + MESSAGES + "}"), headers);

        // Then
        assertThat(scan.passedHeaders()).containsOnly(java.util.Map.entry("anthropic-beta", "a-2025,b-2026"));
    }
}
