package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.signalbox.provider.Trees;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Google's Gemini API, {@code generateContent} and its stream (https://ai.google.dev/api/generate-content). */
public final class GeminiDialect implements Dialect {

    private static final String EVENT_STREAM = "text/event-stream";
    private static final String MODELS = "models/";
    private static final String TUNED_MODELS = "tunedModels/";

    @Override
    public Outbound write(ProviderCall call) {
        MultiMap headers = HttpHeaders.headers();
        call.secret().ifPresent(secret -> headers.set("x-goog-api-key", secret.value()));
        String method = call.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent";
        return new Outbound(path(call.deployment().upstreamModel()) + method, headers, RequestWriter.body(call));
    }

    /** A model's name is one segment of the path, whatever is in it. */
    private static String path(String model) {
        String collection = model.startsWith(TUNED_MODELS) ? TUNED_MODELS : MODELS;
        String name = model.startsWith(collection) ? model.substring(collection.length()) : model;
        return "/" + collection
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        ObjectNode answer = Trees.object(body.getBytes());
        if (answer.hasNonNull("error")) {
            throw Refusal.inAnswer(ProviderError.read(body));
        }
        return AnswerReader.read(answer, call.requestId());
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
        return new AnswerChunkReader(call.requestId());
    }

    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        return GeminiErrors.read(status, headers, body);
    }
}
