package io.signalbox.dialect.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.catalog.Feature;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.UsageLine;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Outbound;
import io.signalbox.testing.Calls;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModerationsSurfaceTest {

    private static final String ANSWER =
            "{\"id\":\"modr-1\",\"model\":\"omni-moderation-latest\",\"results\":[{\"flagged\":true,\"category_scores\":{\"violence\":0.900}}]}";

    private final ModerationsSurface surface = new ModerationsSurface();

    @Test
    void takesOpenAisModelWhereNoneIsNamed() {
        RequestScan scan = surface.read(Buffer.buffer("{\"input\":\"I hate it\"}"));

        assertThat(scan.model()).isEqualTo("omni-moderation-latest");
        Outbound sent = OpenAiInputs.moderations().write(Calls.of("openai", scan));
        assertThat(sent.path()).isEqualTo("/moderations");
        assertThat(sent.body().toString()).isEqualTo("{\"input\":\"I hate it\",\"model\":\"upstream-model\"}");
    }

    @Test
    void knowsTextsAndImages() {
        RequestScan scan = surface.read(Buffer.buffer("""
                        {"model":"omni-moderation-latest","input":[{"type":"text","text":"12345"},
                        {"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]}"""));

        assertThat(scan.facts().needs()).containsExactly(Feature.IMAGES);
        assertThat(scan.facts().inputBytes()).isEqualTo(5);
        assertThat(surface.read(Buffer.buffer("{\"input\":[\"a\",\"b\"]}"))
                        .facts()
                        .messages())
                .isEqualTo(2);
    }

    @Test
    void namesTheParameterOfWhatIsWrong() {
        for (String input : List.of("[]", "7", "[7]", "{}", "null")) {
            Fault refused =
                    catchThrowableOfType(Fault.class, () -> surface.read(Buffer.buffer("{\"input\":" + input + "}")));
            assertThat(refused.param()).as(input).hasValue("input");
        }
    }

    @Test
    void keepsTheAnswerAndAddsWhatItCost() {
        // Given
        RequestScan scan = surface.read(Buffer.buffer("{\"input\":\"a\"}"));
        AnswerHead head = new AnswerHead("req_1", "served", Instant.EPOCH, scan);

        // When
        String answer = surface.whole(
                        OpenAiInputs.moderations().readWhole(Calls.of("openai", scan), Buffer.buffer(ANSWER)),
                        head,
                        new UsageLine(TokenUsage.ofText(4, 0), Optional.of(Money.ZERO), true))
                .toString();

        // Then
        assertThat(answer)
                .isEqualTo(ANSWER.substring(0, ANSWER.length() - 1).replace("omni-moderation-latest", "served")
                        + ",\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4,\"cost\":0,\"estimated\":true}}");
    }

    @Test
    void tellsAnErrorInAnAnswer() {
        Fault failed = catchThrowableOfType(
                Fault.class,
                () -> OpenAiInputs.moderations()
                        .readWhole(
                                Calls.of("openai", surface.read(Buffer.buffer("{\"input\":\"a\"}"))),
                                Buffer.buffer("{\"error\":{\"message\":\"down\",\"type\":\"server_error\"}}")));

        assertThat(failed.code()).isEqualTo(FaultCode.PROVIDER_ERROR);
    }
}
