package io.signalbox.dialect;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Provider;
import io.signalbox.chat.ChatRequest;
import io.signalbox.chat.RequestScan;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.openai.CompletionScan;
import io.signalbox.provider.ProviderCall;
import io.signalbox.testing.Calls;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a client asked for, in the words of chat completions, and where it goes: a translated call. Immutable; every method returns a changed copy.
 * {@code body} is a whole body, or its members but the model; {@code changed} says what chat completions have no word for.
 */
public record Asked(
        String body,
        boolean stream,
        long outputLimit,
        String upstreamModel,
        Capabilities capabilities,
        Optional<String> baseUrl,
        UnaryOperator<ChatRequest> changed) {

    /** One short question. */
    public static final Asked PLAIN = of("\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]");

    public static Asked of(String body) {
        return new Asked(body, false, 0, "upstream-model", Calls.ALL, Optional.empty(), UnaryOperator.identity());
    }

    /** One short question with more members. */
    public static Asked plainWith(String members) {
        return of(PLAIN.body + "," + members);
    }

    public Asked streamed() {
        return new Asked(body, true, outputLimit, upstreamModel, capabilities, baseUrl, changed);
    }

    public Asked limit(long tokens) {
        return new Asked(body, stream, tokens, upstreamModel, capabilities, baseUrl, changed);
    }

    public Asked model(String upstream) {
        return new Asked(body, stream, outputLimit, upstream, capabilities, baseUrl, changed);
    }

    public Asked capable(Capabilities of) {
        return new Asked(body, stream, outputLimit, upstreamModel, of, baseUrl, changed);
    }

    public Asked at(String url) {
        return new Asked(body, stream, outputLimit, upstreamModel, capabilities, Optional.of(url), changed);
    }

    public Asked changed(UnaryOperator<ChatRequest> change) {
        return new Asked(body, stream, outputLimit, upstreamModel, capabilities, baseUrl, change);
    }

    /** The call that is made of it at a preset's own base URL, unless another was given. */
    public ProviderCall call(Provider provider) {
        String url = baseUrl.or(provider::baseUrl).orElse("http://127.0.0.1:1/v1");
        RequestScan scan = Calls.translated(provider, CompletionScan.read(whole()), changed);
        return Calls.of(Calls.deployment(provider, capabilities, upstreamModel, Origin.parse(url)), scan, outputLimit);
    }

    private Buffer whole() {
        String text = body.strip();
        String members = text.startsWith("{") ? text.substring(1, text.length() - 1) : "\"model\":\"model\"," + text;
        return Buffer.buffer("{" + members + (stream ? ",\"stream\":true" : "") + "}");
    }
}
