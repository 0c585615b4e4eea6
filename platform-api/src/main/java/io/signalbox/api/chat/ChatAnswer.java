package io.signalbox.api.chat;

import io.signalbox.chat.Reply;
import io.signalbox.chat.UsageLine;
import io.signalbox.provider.PieceStream;
import java.util.function.Function;

/** What the pipeline hands to HTTP: an answer already settled, or a stream that is settled at its end. */
sealed interface ChatAnswer {

    record Whole(Reply reply, UsageLine usage) implements ChatAnswer {}

    /** {@code settlement} must be told every chunk and how the stream ended. */
    record Streamed(PieceStream stream, StreamSettlement settlement) implements ChatAnswer {}

    default <T> T fold(Function<Whole, T> whole, Function<Streamed, T> streamed) {
        if (this instanceof Whole it) {
            return whole.apply(it);
        }
        return streamed.apply((Streamed) this);
    }
}
