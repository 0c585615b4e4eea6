package io.signalbox.dialect.responses;

import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.Reply;
import io.signalbox.dialect.openai.OpenAiDialect;
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
import java.util.function.Consumer;

/**
 * OpenAI's Responses API as a provider speaks it: for callers of the same API, whose bytes are kept, and for models that are reached in no other
 * way. Nothing is ever stored at the provider ({@code store} is false), so reasoning is asked for in the form that can be given back.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses">the API's reference</a>
 */
public final class ResponsesDialect implements Dialect {

    /** An event may hold a whole response, with pictures the model made in it. */
    private static final int EVENT_BYTES_MAX = 16 << 20;

    private static final String EVENT_STREAM = "text/event-stream";

    @Override
    public Outbound write(ProviderCall call) {
        return new Outbound("/responses", OpenAiDialect.bearer(call), body(call));
    }

    private static Buffer body(ProviderCall call) {
        if (call.isNative() && call.scan() instanceof ResponsesScan scan) {
            return scan.upstreamBody(call.deployment().upstreamModel(), call.outputLimit(), wantsThoughts(call));
        }
        return RequestWriter.body(call);
    }

    /** Whether the model reasons; of one that no book knows only its caller can tell, and a model that does not refuses the wish. */
    static boolean wantsThoughts(ProviderCall call) {
        Capabilities known = call.deployment().model().capabilities();
        return known.equals(Capabilities.UNKNOWN)
                ? call.scan().facts().needs(Feature.REASONING)
                : known.can(Feature.REASONING);
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        try {
            return call.isNative() ? ResponsesReply.read(body) : ResponseReader.read(body);
        } catch (Fault malformed) {
            ProviderError error = ProviderError.read(body);
            throw error.code().isEmpty() && error.message().isEmpty() ? malformed : Refusal.inAnswer(error);
        }
    }

    @Override
    public boolean isStream(String contentType) {
        return contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    @Override
    public FrameReader frames(Consumer<Frame> sink) {
        return new SseReader(sink, EVENT_BYTES_MAX);
    }

    @Override
    public PieceReader pieces(ProviderCall call) {
        return call.isNative() ? new ResponsesEventReader() : new ResponseDeltaReader();
    }

    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        return Refusal.of(status, headers, ProviderError.read(body));
    }
}
