package io.signalbox.chat;

import io.signalbox.fault.Fault;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** Writes one streamed answer as its surface's server-sent events. Belongs to one stream. */
public interface StreamWriter {

    /** Appends what {@code piece} is to the client; a piece is of the surface's own kind or {@link Deltas}. May append nothing. */
    void write(Piece piece, Buffer to);

    /**
     * Appends the end: usage where the client gets it, an error event when {@code fault} broke the answer off, and the wire's end mark.
     * {@code costStatus} is {@code exact|estimated|unpriced}.
     */
    void finish(UsageLine usage, String costStatus, Optional<Fault> fault, Buffer to);

    /** After a good end: what holds the whole answer, for a wire whose streams end with it. */
    default Optional<Buffer> whole() {
        return Optional.empty();
    }
}
