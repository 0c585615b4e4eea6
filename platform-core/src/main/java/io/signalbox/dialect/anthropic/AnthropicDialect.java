package io.signalbox.dialect.anthropic;

import io.signalbox.chat.Reply;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Frame;
import io.signalbox.provider.FrameReader;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.Refusal;
import io.signalbox.provider.SseReader;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import java.util.function.Consumer;

/** Anthropic's Messages (https://platform.claude.com/docs/en/api/messages). The base URL may end in {@code /v1} or not: both are in use. */
public final class AnthropicDialect implements Dialect {

    private static final String VERSION = "2023-06-01";
    private static final String EVENT_STREAM = "text/event-stream";

    @Override
    public Outbound write(ProviderCall call) {
        MultiMap headers = HttpHeaders.headers().set("anthropic-version", VERSION);
        call.secret().ifPresent(secret -> headers.set("x-api-key", secret.value()));
        boolean versioned = call.deployment().origin().basePath().endsWith("/v1");
        String path = versioned ? "/messages" : "/v1/messages";
        if (!call.isNative()) {
            return new Outbound(path, headers, AnthropicRequestWriter.body(call));
        }
        call.scan().passedHeaders().forEach(headers::set);
        return new Outbound(path, headers, call.scan().upstreamBody(call.deployment(), call.outputLimit()));
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        return call.isNative() ? MessagesReply.read(body) : AnthropicReader.read(body, answerTool(call));
    }

    @Override
    public boolean isStream(String contentType) {
        return contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    @Override
    public FrameReader frames(Consumer<Frame> sink) {
        return new SseReader(sink);
    }

    @Override
    public PieceReader pieces(ProviderCall call) {
        return call.isNative() ? new MessagesEventReader() : new AnthropicDeltaReader(answerTool(call));
    }

    private static Optional<String> answerTool(ProviderCall call) {
        return AnthropicAnswerTool.of(call.chat()).map(AnthropicAnswerTool::name);
    }

    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        return Refusal.of(status, headers, ProviderError.read(body));
    }
}
