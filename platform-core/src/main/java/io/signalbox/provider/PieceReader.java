package io.signalbox.provider;

import io.signalbox.chat.Piece;
import io.signalbox.fault.Fault;

/** Understands the frames of one stream, in order. Belongs to it. */
public interface PieceReader {

    /** Whether {@code frame} is nothing but the protocol's mark that the answer is complete. Such a frame is not read. */
    boolean isEnd(Frame frame);

    /**
     * What {@code frame} adds to the answer, which may be nothing. Fails with a {@link Fault}: {@code PROVIDER_MALFORMED}, or what the provider reports in it.
     */
    Piece read(Frame frame);

    /** Whether the answer is complete, judging by what was read, should the connection just end. */
    boolean isComplete();
}
