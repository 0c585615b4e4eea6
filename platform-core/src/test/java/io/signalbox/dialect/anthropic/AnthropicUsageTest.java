package io.signalbox.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.json.Json;
import io.signalbox.money.TokenUsage;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnthropicUsageTest {

    private static AnthropicUsage read(String... objects) throws IOException {
        AnthropicUsage usage = AnthropicUsage.NONE;
        for (String each : objects) {
            usage = usage.with(Json.read(each));
        }
        return usage;
    }

    @Test
    void keepsTheClassesDisjoint() throws IOException {
        assertThat(read("""
                {"input_tokens":2095,"cache_creation_input_tokens":2051,"cache_read_input_tokens":4100,
                "cache_creation":{"ephemeral_5m_input_tokens":1051,"ephemeral_1h_input_tokens":1000},"output_tokens":503,
                "output_tokens_details":{"thinking_tokens":148},"server_tool_use":{"web_search_requests":0},
                "service_tier":"standard"}""").tokens()).contains(new TokenUsage(2_095, 4_100, 1_051, 1_000, 355, 148, 0, 0, 0));
    }

    @Test
    void countsWritesWithoutALifetimeAsShort() throws IOException {
        assertThat(read("{\"input_tokens\":1,\"cache_creation_input_tokens\":7,\"output_tokens\":2}")
                        .tokens())
                .contains(new TokenUsage(1, 0, 7, 0, 2, 0, 0, 0, 0));
    }

    @Test
    void countsWritesThatOnlyTheirLifetimesTell() throws IOException {
        assertThat(read("""
                {"input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":4},"output_tokens":2}""").tokens()).contains(new TokenUsage(1, 0, 3, 4, 2, 0, 0, 0, 0));
    }

    @Test
    void addsUpWhatAStreamTellsInParts() throws IOException {
        assertThat(read("""
                        {"input_tokens":25,"cache_creation_input_tokens":9,"cache_read_input_tokens":4,
                        "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":9},"output_tokens":1}""", "{\"output_tokens\":15}").tokens()).contains(new TokenUsage(25, 4, 0, 9, 15, 0, 0, 0, 0));
    }

    @Test
    void letsALaterCountReplaceAnEarlierOne() throws IOException {
        assertThat(read(
                                "{\"input_tokens\":25,\"output_tokens\":1}",
                                "{\"input_tokens\":40,\"cache_read_input_tokens\":5,\"output_tokens\":15}")
                        .tokens())
                .contains(new TokenUsage(40, 5, 0, 0, 15, 0, 0, 0, 0));
    }

    @Test
    void believesNothingThatIsMissingAbsurdOrOfTheWrongKind() throws IOException {
        for (String each : new String[] {
            "{}",
            "null",
            "7",
            "{\"input_tokens\":1}",
            "{\"output_tokens\":1}",
            "{\"input_tokens\":-1,\"output_tokens\":1}",
            "{\"input_tokens\":\"1\",\"output_tokens\":1}",
            "{\"input_tokens\":10000001,\"output_tokens\":1}",
            "{\"input_tokens\":1,\"output_tokens\":99999999999999999999}",
            "{\"input_tokens\":1,\"cache_read_input_tokens\":10000001,\"output_tokens\":1}"
        }) {
            assertThat(read(each).tokens()).as(each).isEqualTo(Optional.empty());
        }
    }

    @Test
    void cutsPartsThatClaimMoreThanTheirTotal() throws IOException {
        assertThat(read("""
                {"input_tokens":1,"cache_creation_input_tokens":5,"cache_creation":{"ephemeral_1h_input_tokens":9},"output_tokens":2,
                "output_tokens_details":{"thinking_tokens":3}}""").tokens()).contains(new TokenUsage(1, 0, 0, 5, 0, 2, 0, 0, 0));
    }
}
