package io.signalbox.dialect.ollama;

import io.signalbox.chat.Reply;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.Exposure;
import io.signalbox.provider.Frame;
import io.signalbox.provider.FrameReader;
import io.signalbox.provider.NdjsonReader;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Consumer;

/**
 * Ollama's own chat API (https://docs.ollama.com/api/chat), which knows thoughts, context limits and the state of models that its imitation of OpenAI's
 * hides. A server of one's own wants no key; Ollama's cloud takes one as a bearer token.
 */
public final class OllamaDialect implements Dialect {

    private static final String LINES = "application/x-ndjson";
    private static final int NOT_FOUND = 404;

    @Override
    public Outbound write(ProviderCall call) {
        MultiMap headers = OpenAiDialect.bearer(call);
        if (call.stream()) {
            headers.set(HttpHeaders.ACCEPT, LINES);
        }
        return new Outbound("/api/chat", headers, RequestWriter.body(call));
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        return AnswerReader.read(body, call.requestId());
    }

    @Override
    public boolean isStream(String contentType) {
        return contentType.regionMatches(true, 0, LINES, 0, LINES.length());
    }

    @Override
    public FrameReader frames(Consumer<Frame> sink) {
        return new NdjsonReader(sink);
    }

    @Override
    public PieceReader pieces(ProviderCall call) {
        return new AnswerLineReader(call.requestId());
    }

    /** A model that was not pulled is no mistake of the caller's, and another server may well have it. */
    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        ProviderError error = ProviderError.read(body);
        if (status != NOT_FOUND || !error.mentions("not found")) {
            return Refusal.of(status, headers, error);
        }
        Fault fault = Fault.with(
                        FaultCode.PROVIDER_ERROR,
                        "Ollama does not have this model; it must be pulled there first: " + error.message() + ".")
                .detail("status=404")
                .build();
        return new ProviderReply.Failed(fault, true, Exposure.REFUSED);
    }
}
