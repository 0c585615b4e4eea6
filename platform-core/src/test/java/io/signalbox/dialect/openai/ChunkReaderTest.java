package io.signalbox.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.money.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guarantee: a chunk read after others is, in all that can be asked of it, the chunk read alone. */
final class ChunkReaderTest {

    private static final String HEAD = "{\"id\":\"c\",\"model\":\"up\",\"choices\":[{\"index\":1,\"delta\":{";
    private static final String TAIL = "},\"finish_reason\":null}],\"usage\":null}";
    private static final UsageLine LINE = new UsageLine(TokenUsage.ofText(5, 3), Optional.empty(), true);

    private static String text(String content) {
        return HEAD + "\"content\":\"" + content + "\"" + TAIL;
    }

    private static void assertSame(CompletionChunk got, CompletionChunk alone) {
        assertThat(got.data()).isEqualTo(alone.data());
        assertThat(got.usage()).isEqualTo(alone.usage());
        assertThat(got.hasOutput()).isEqualTo(alone.hasOutput());
        assertThat(got.outputBytes()).isEqualTo(alone.outputBytes());
        assertThat(got.isUsageOnly()).isEqualTo(alone.isUsageOnly());
        assertThat(got.finishReason()).isEqualTo(alone.finishReason());
        assertThat(got.finishedChoices()).isEqualTo(alone.finishedChoices());
        assertThat(got.choiceIndexMax()).isEqualTo(alone.choiceIndexMax());
        assertThat(got.isError()).isEqualTo(alone.isError());
        for (String model : List.of("up", "another/model", "grün")) {
            assertThat(got.rendered(model)).isEqualTo(alone.rendered(model));
            assertThat(got.rendered(model, LINE)).isEqualTo(alone.rendered(model, LINE));
        }
    }

    private static void assertReadsAsAlone(List<String> stream) {
        ChunkReader reader = new ChunkReader();
        for (String each : stream) {
            byte[] data = each.getBytes(StandardCharsets.UTF_8);
            assertSame(reader.read(data), CompletionChunk.read(data.clone()));
        }
    }

    @Test
    void readsEveryKindOfChunkAsIfAlone() {
        assertReadsAsAlone(List.of(
                HEAD + "\"role\":\"assistant\",\"content\":\"\"" + TAIL,
                text(""),
                text("Hello"),
                text(""),
                text(", you"),
                text("naïve 日本"),
                text("line\\nline \\\"quoted\\\" \\u0041"),
                text("after"),
                HEAD + "\"reasoning\":\"because\"" + TAIL,
                HEAD + "\"reasoning\":\"of\"" + TAIL,
                text("back"),
                text("two").replace("\"index\":1", "\"index\":0"),
                text("other").replace("\"model\":\"up\",", "").replace("}],", "}],\"model\":\"late\","),
                text("others").replace("\"model\":\"up\",", "").replace("}],", "}],\"model\":\"late\","),
                text("none").replace("\"model\":\"up\",", ""),
                text("none too").replace("\"model\":\"up\",", ""),
                HEAD + "\"content\":\"a\",\"refusal\":\"b\"" + TAIL,
                HEAD + "\"content\":\"a\",\"refusal\":\"c\"" + TAIL,
                text("end").replace("\"finish_reason\":null", "\"finish_reason\":\"stop\""),
                text("end").replace("\"finish_reason\":null", "\"finish_reason\":\"length\""),
                text("x").replace("\"usage\":null", "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}"),
                text("y").replace("\"usage\":null", "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":3}"),
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}",
                "{\"error\":{\"message\":\"no\"}}"));
    }

    /** Text that looks like JSON's end, cut and grown at random, must never be taken for the template's. */
    @Test
    void isNotFooledByTextLikeTheJsonAroundIt() {
        String[] pieces = {"\\\"", "}", "],", "null", "content", ":", "\\\\", "\\u00e9", "é", "a", ",\"", "{"};
        Random random = new Random(7);
        ChunkReader reader = new ChunkReader();
        for (int i = 0; i < 5_000; i++) {
            StringBuilder content = new StringBuilder();
            for (int n = random.nextInt(4); n > 0; n--) {
                content.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] data = text(content.toString()).getBytes(StandardCharsets.UTF_8);
            CompletionChunk alone;
            try {
                alone = CompletionChunk.read(data.clone());
            } catch (Fault malformed) {
                assertThatThrownBy(() -> reader.read(data)).isInstanceOf(Fault.class);
                continue;
            }
            assertSame(reader.read(data), alone);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "tab\tin text", "line\nin text", "open", "\\"})
    void refusesMalformedTextAfterGoodChunks(String content) {
        // Given
        ChunkReader reader = new ChunkReader();
        reader.read(text("good").getBytes(StandardCharsets.UTF_8));
        String whole = text(content);
        String data = content.equals("open") ? whole.substring(0, whole.length() - 1) : whole;

        // Then
        assertThatThrownBy(() -> reader.read(data.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Fault.class);
    }
}
