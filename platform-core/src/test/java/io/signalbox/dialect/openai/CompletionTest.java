package io.signalbox.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CompletionTest {

    private static final UsageLine PRICED =
            new UsageLine(TokenUsage.ofText(5, 3), Optional.of(Money.ofUsd("0.00012")), false);
    private static final UsageLine ESTIMATED = new UsageLine(TokenUsage.ofText(5, 3), Optional.empty(), true);

    private static CompletionChunk chunk(String data) {
        return CompletionChunk.read(data.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAWholeAnswer() {
        // When
        Completion reply = Completion.read(Buffer.buffer("""
                {"id":"x","model":"up","choices":[
                  {"index":0,"message":{"role":"assistant","content":"naïve","tool_calls":[
                    {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}}]},"finish_reason":"tool_calls"},
                  {"index":1,"message":{"role":"assistant","content":"b"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30,
                   "prompt_tokens_details":{"cached_tokens":4,"audio_tokens":1},
                   "completion_tokens_details":{"reasoning_tokens":7,"audio_tokens":2,"rejected_prediction_tokens":0}}}
                """));

        // Then
        assertThat(reply.usage()).contains(new TokenUsage(5, 4, 0, 0, 11, 7, 1, 2, 0));
        assertThat(reply.outputBytes())
                .isEqualTo("naïve".getBytes(StandardCharsets.UTF_8).length
                        + "f".length()
                        + "{\\\"a\\\":1}".length()
                        + "b".length());
        assertThat(reply.finishReason()).contains("tool_calls");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"choices\":[{}],\"model\":\"up\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8,\"prompt_tokens_details\":null,\"x\" : 1 },\"z\":1}"
                        + "|{\"choices\":[{}],\"model\":\"grün\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8,\"prompt_tokens_details\":null,\"x\" : 1,\"prompt_tokens_details\":D,\"completion_tokens_details\":E,\"cost\":0.00012 },\"z\":1}",
                "{\"choices\":[{}],\"usage\":{\"cost\":9,\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8,\"prompt_tokens_details\":{},\"completion_tokens_details\":{}}}"
                        + "|{\"choices\":[{}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8,\"prompt_tokens_details\":{},\"completion_tokens_details\":{},\"cost\":0.00012},\"model\":\"grün\"}",
                "{\"model\":\"up\",\"usage\":null,\"choices\":[{}]}"
                        + "|{\"model\":\"grün\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8,\"prompt_tokens_details\":D,\"completion_tokens_details\":E,\"cost\":0.00012},\"choices\":[{}]}",
                "{\"choices\":[{}] }"
                        + "|{\"choices\":[{}],\"model\":\"grün\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8,\"prompt_tokens_details\":D,\"completion_tokens_details\":E,\"cost\":0.00012} }",
            })
    void putsModelAndCostIntoTheAnswer(String body, String expected) {
        // When
        String rendered =
                Completion.read(Buffer.buffer(body)).rendered("grün", PRICED).toString();

        // Then
        assertThat(rendered)
                .isEqualTo(expected.replace("D", "{\"cached_tokens\":0,\"audio_tokens\":0}")
                        .replace("E", "{\"reasoning_tokens\":0,\"audio_tokens\":0}"));
    }

    @Test
    void saysWhenCountsAreEstimatedAndUnpriced() {
        // When
        String rendered = Completion.read(Buffer.buffer("{\"model\":\"m\",\"choices\":[{}]}"))
                .rendered("m", ESTIMATED)
                .toString();

        // Then
        assertThat(rendered).contains("\"completion_tokens\":3,").endsWith("\"cost\":null,\"estimated\":true}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "[]", "{}", "{\"choices\":[]}", "{\"choices\":null}", "{\"choices\":[{}]", "null"})
    void refusesWhatIsNoAnswer(String body) {
        assertThatThrownBy(() -> Completion.read(Buffer.buffer(body))).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.PROVIDER_MALFORMED);
            assertThat(fault.detail().orElse("")).doesNotContain("html");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Parts above their total are cut: the classes always sum to what the provider billed.
                "{\"prompt_tokens\":5,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":9,\"audio_tokens\":9}}|0,5,0,0,3,0,0,0,0",
                "{\"prompt_tokens\":5,\"completion_tokens\":3,\"completion_tokens_details\":{\"reasoning_tokens\":4}}|5,0,0,0,0,3,0,0,0",
                // xAI counts reasoning beside the completion.
                "{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":12,\"completion_tokens_details\":{\"reasoning_tokens\":4}}|5,0,0,0,3,4,0,0,0",
                // DeepSeek names its cache hits at the top.
                "{\"prompt_tokens\":5,\"completion_tokens\":3,\"prompt_cache_hit_tokens\":2,\"prompt_cache_miss_tokens\":3}|3,2,0,0,3,0,0,0,0",
                // OpenRouter names cache writes.
                "{\"prompt_tokens\":5,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":1,\"cache_write_tokens\":2}}|2,1,2,0,3,0,0,0,0",
            })
    void splitsUsageIntoDisjointClasses(String usage, String classes) {
        // When
        TokenUsage read =
                chunk("{\"choices\":[],\"usage\":" + usage + "}").usage().orElseThrow();

        // Then
        assertThat("%d,%d,%d,%d,%d,%d,%d,%d,%d"
                        .formatted(
                                read.input(),
                                read.cacheRead(),
                                read.cacheWrite5m(),
                                read.cacheWrite1h(),
                                read.output(),
                                read.reasoning(),
                                read.audioIn(),
                                read.audioOut(),
                                read.image()))
                .isEqualTo(classes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_tokens\":1000000000,\"completion_tokens\":1000000000,\"total_tokens\":2000000000}",
                "{}",
                "null",
                "7",
                "{\"prompt_tokens\":5}",
                "{\"prompt_tokens\":-5,\"completion_tokens\":3}",
                "{\"prompt_tokens\":\"5\",\"completion_tokens\":3}",
                "{\"prompt_tokens\":5,\"completion_tokens\":3.5}",
                "{\"prompt_tokens\":5,\"completion_tokens\":99999999999999999999}",
            })
    void believesNoBrokenUsage(String usage) {
        assertThat(chunk("{\"choices\":[{}],\"usage\":" + usage + "}").usage()).isEmpty();
    }

    @Test
    void tellsPreambleOutputFinishAndUsageApart() {
        // Given
        CompletionChunk role = chunk(
                "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}}]}");
        CompletionChunk text = chunk(
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é\"},\"finish_reason\":null}],\"usage\":null}");
        CompletionChunk tool = chunk(
                "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}}]}");
        CompletionChunk finish = chunk("{\"choices\":[{\"index\":2,\"delta\":{},\"finish_reason\":\"length\"}]}");
        CompletionChunk usage = chunk("{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");
        CompletionChunk error = chunk("{\"error\":{\"message\":\"x\"}}");

        // Then
        assertThat(role.hasOutput()).isFalse();
        assertThat(text.hasOutput()).isTrue();
        assertThat(text.outputBytes()).isEqualTo(2);
        assertThat(text.isUsageOnly()).isFalse();
        assertThat(tool.hasOutput()).isTrue();
        assertThat(finish.hasOutput()).isFalse();
        assertThat(finish.finishReason()).contains("length");
        assertThat(finish.finishedChoices()).isEqualTo(1);
        assertThat(finish.choiceIndexMax()).isEqualTo(2);
        assertThat(usage.isUsageOnly()).isTrue();
        assertThat(usage.usage()).contains(TokenUsage.ofText(1, 2));
        assertThat(error.isError()).isTrue();
        assertThat(text.isError()).isFalse();
    }

    @Test
    void changesOnlyTheModelOfAChunk() {
        // Given
        String data =
                "{\"id\":\"ü\", \"model\" : \"up\",\"choices\":[{\"delta\":{\"content\":\"\\n日\"}}],\"usage\":null}";

        // When
        String rendered = chunk(data).rendered("served").toString();

        // Then
        assertThat(rendered).isEqualTo(data.replace("\"up\"", "\"served\""));
        assertThat(chunk(data).data()).isEqualTo(Buffer.buffer(data));
    }
}
