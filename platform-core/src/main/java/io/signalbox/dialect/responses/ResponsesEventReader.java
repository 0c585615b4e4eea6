package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Piece;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import io.signalbox.provider.Frame;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.Refusal;
import io.signalbox.provider.Trees;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The events of a stream that goes to a client of the same wire: kept as bytes. Complete with the event that holds the whole response. */
final class ResponsesEventReader implements PieceReader {

    /** The API sends none, but some of its speakers do. */
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private boolean complete;

    static boolean isDone(Frame frame) {
        return Arrays.equals(frame.data(), DONE);
    }

    @Override
    public boolean isEnd(Frame frame) {
        return complete && isDone(frame);
    }

    @Override
    public Piece read(Frame frame) {
        ResponsesEvent event = ResponsesEvent.read(frame.data());
        if (event.isFault() || "error".equals(frame.type())) {
            throw fault(Trees.object(frame.data()));
        }
        complete |= event.isEnd();
        return event;
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    /**
     * What an {@code error} or {@code response.failed} event reports: the first holds the error's members themselves or under {@code error}, the second
     * a response with them.
     */
    static Fault fault(ObjectNode event) {
        JsonNode error = event.path("response").path("error");
        ObjectNode told = error instanceof ObjectNode of ? Json.object().set("error", of) : event;
        return Refusal.inAnswer(ProviderError.read(Json.write(told)));
    }
}
