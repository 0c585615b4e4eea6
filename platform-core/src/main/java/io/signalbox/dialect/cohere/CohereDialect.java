package io.signalbox.dialect.cohere;

import io.signalbox.chat.Reply;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Frame;
import io.signalbox.provider.FrameReader;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.SseReader;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** Cohere's {@code /v2/chat} (https://docs.cohere.com/reference/chat). */
public final class CohereDialect implements Dialect {

    private static final String EVENT_STREAM = "text/event-stream";

    @Override
    public Outbound write(ProviderCall call) {
        return new Outbound("/v2/chat", OpenAiDialect.bearer(call), CohereRequestWriter.body(call));
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        return CohereReader.read(body);
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
        return new CohereEvents();
    }

    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        return CohereErrors.of(status, headers, body);
    }
}
