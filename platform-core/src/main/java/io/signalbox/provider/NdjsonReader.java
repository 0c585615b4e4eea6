package io.signalbox.provider;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * JSON values one a line (https://github.com/ndjson/ndjson-spec) from bytes that may be cut anywhere. Lines end with LF or CRLF; empty ones are passed
 * over. A line that lacks its end is never given out, for nobody knows whether it is whole.
 */
public final class NdjsonReader implements FrameReader {

    /** The longest line. */
    static final int LINE_BYTES_MAX = 1 << 20;

    private static final byte[] NOTHING = {};

    private final Consumer<Frame> sink;
    private byte[] held = NOTHING;
    private int heldLength;

    public NdjsonReader(Consumer<Frame> sink) {
        this.sink = sink;
    }

    @Override
    public void read(byte[] piece) {
        int start = 0;
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] == '\n') {
                endLine(piece, start, i);
                start = i + 1;
            }
        }
        hold(piece, start, piece.length);
    }

    private void hold(byte[] piece, int from, int to) {
        int length = heldLength + to - from;
        if (length > LINE_BYTES_MAX) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider sent a line of more than 1 MB");
        }
        if (length > held.length) {
            held = Arrays.copyOf(held, Math.max(length, Math.min(2 * length, LINE_BYTES_MAX)));
        }
        System.arraycopy(piece, from, held, heldLength, to - from);
        heldLength = length;
    }

    private void endLine(byte[] piece, int from, int to) {
        if (heldLength > 0 || to - from > LINE_BYTES_MAX) {
            hold(piece, from, to);
            int length = heldLength;
            heldLength = 0;
            give(held, 0, length);
            return;
        }
        give(piece, from, to);
    }

    private void give(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        if (end > from) {
            sink.accept(new Frame(Frame.MESSAGE, Arrays.copyOfRange(bytes, from, end)));
        }
    }
}
