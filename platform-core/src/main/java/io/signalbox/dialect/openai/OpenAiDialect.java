package io.signalbox.dialect.openai;

import io.signalbox.chat.Reply;
import io.signalbox.fault.Fault;
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
import java.util.function.Consumer;

/** OpenAI's chat completions as their many speakers use them; what they differ in are quirks of the provider book. */
public final class OpenAiDialect implements Dialect {

    private static final String EVENT_STREAM = "text/event-stream";

    @Override
    public Outbound write(ProviderCall call) {
        return new Outbound("/chat/completions", bearer(call), body(call));
    }

    private static Buffer body(ProviderCall call) {
        return call.isNative()
                ? call.scan().upstreamBody(call.deployment(), call.outputLimit())
                : ChatRequestWriter.body(call);
    }

    /** The headers of a call that carries its secret as a bearer token. */
    public static MultiMap bearer(ProviderCall call) {
        MultiMap headers = HttpHeaders.headers();
        call.secret().ifPresent(secret -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + secret.value()));
        return headers;
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        try {
            return call.isNative() ? Completion.read(body) : CompletionReader.read(body);
        } catch (Fault malformed) {
            ProviderError error = ProviderError.read(body);
            throw error.equals(ProviderError.NONE) ? malformed : Refusal.inAnswer(error);
        }
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
        return call.isNative() ? new CompletionChunkReader() : new CompletionDeltaReader();
    }

    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        return Refusal.of(status, headers, ProviderError.read(body));
    }
}
