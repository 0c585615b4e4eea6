package io.signalbox.dialect.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.chat.Piece;
import io.signalbox.config.Secret;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.openai.CompletionScan;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.provider.Frame;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.signalbox.testing.Calls;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What reaches a client of chat completions as bytes. */
final class AzureDialectTest {

    private static final AzureDialect DIALECT = new AzureDialect(new OpenAiDialect());
    private static final String JWT = "eyJ0eXAi.eyJhdWQi.c2ln";

    private static ProviderCall call(String secret, String body) {
        ProviderCall call = Calls.of(
                Calls.deployment(
                        Calls.provider("azure"), Calls.ALL, "gpt-4o", Origin.parse("https://res.openai.azure.com")),
                CompletionScan.read(Buffer.buffer(body)),
                0);
        return new ProviderCall(
                call.deployment(),
                Optional.of(new Secret(secret)),
                call.scan(),
                0,
                call.timeLeft(),
                call.timeToBegin(),
                call.requestId(),
                call.at());
    }

    @Test
    void splicesTheBodyAndKeepsWhatItDoesNotKnow() {
        // When
        Outbound out = DIALECT.write(call("key", """
                {"model":"m","messages":[{"role":"user","content":"x"}],"data_sources":[{"type":"azure_search"}]}"""));

        // Then
        assertThat(out.body().toString())
                .contains("\"model\":\"gpt-4o\"")
                .contains("\"data_sources\":[{\"type\":\"azure_search\"}]");
        assertThat(out.path()).startsWith("/openai/deployments/gpt-4o/chat/completions?api-version=");
        assertThat(out.headers().get("api-key")).isEqualTo("key");
    }

    @Test
    void sendsATokenOfEntraAsOne() {
        // When
        Outbound out =
                DIALECT.write(call(JWT, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"));

        // Then
        assertThat(out.headers().get("authorization")).isEqualTo("Bearer " + JWT);
        assertThat(out.headers().contains("api-key")).isFalse();
    }

    @Test
    void beginsNothingWithTheFilterOfThePrompt() {
        // Given
        PieceReader pieces = DIALECT.pieces(
                call("key", "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":true}"));

        // When
        Piece filter = pieces.read(frame("""
                {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,
                 "content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}"""));
        Piece text = pieces.read(frame("""
                {"choices":[{"content_filter_results":{},"delta":{"content":"a"},"finish_reason":null,"index":0}],"id":"x",
                 "model":"gpt-4o-2024-11-20","object":"chat.completion.chunk","usage":null}"""));

        // Then
        assertThat(filter.begins()).isFalse();
        assertThat(filter.usage()).isEmpty();
        assertThat(text.begins()).isTrue();
        assertThat(pieces.isComplete()).isFalse();
    }

    private static Frame frame(String data) {
        return new Frame(Frame.MESSAGE, data.getBytes(StandardCharsets.UTF_8));
    }
}
