package io.signalbox.provider;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events from bytes that may be cut anywhere: works on bytes only, so a cut inside a character does no harm. Lines end with LF,
 * CR or CRLF; comments and unknown fields are passed over. An event that lacks its blank line at the end is never given out, as the
 * standard says (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 */
public final class SseReader implements FrameReader {

    /** The longest line and the largest event, unless a protocol needs more. */
    static final int EVENT_BYTES_MAX = 1 << 20;

    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Consumer<Frame> sink;
    private final int eventBytesMax;
    private byte[] held = NOTHING;
    private int heldLength;
    private boolean afterReturn;
    private boolean begun;
    private String type = Frame.MESSAGE;
    private byte @Nullable [] data;
    private int dataLength;

    public SseReader(Consumer<Frame> sink) {
        this(sink, EVENT_BYTES_MAX);
    }

    /** For a protocol whose events may have up to {@code eventBytesMax} bytes. */
    public SseReader(Consumer<Frame> sink, int eventBytesMax) {
        this.sink = sink;
        this.eventBytesMax = eventBytesMax;
    }

    @Override
    public void read(byte[] piece) {
        int lineStart = 0;
        for (int i = 0; i < piece.length; i++) {
            byte each = piece[i];
            if (afterReturn) {
                afterReturn = false;
                if (each == '\n') {
                    lineStart = i + 1;
                    continue;
                }
            }
            if (each == '\n' || each == '\r') {
                endLine(piece, lineStart, i);
                lineStart = i + 1;
                afterReturn = each == '\r';
            }
        }
        hold(piece, lineStart, piece.length);
    }

    private void hold(byte[] piece, int from, int to) {
        int length = heldLength + to - from;
        if (length > eventBytesMax) {
            throw tooLarge();
        }
        if (length > held.length) {
            held = Arrays.copyOf(held, Math.max(length, Math.min(2 * length, eventBytesMax)));
        }
        System.arraycopy(piece, from, held, heldLength, to - from);
        heldLength = length;
    }

    private void endLine(byte[] piece, int from, int to) {
        if (heldLength == 0) {
            readLine(piece, from, to);
            return;
        }
        hold(piece, from, to);
        int length = heldLength;
        heldLength = 0;
        readLine(held, 0, length);
    }

    private void readLine(byte[] bytes, int start, int to) {
        int from = start;
        if (!begun) {
            begun = true;
            from += startsWith(bytes, from, to, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        }
        if (from == to) {
            dispatch();
            return;
        }
        if (isField(bytes, from, to, DATA)) {
            addData(bytes, valueStart(bytes, from + DATA.length, to), to);
        } else if (isField(bytes, from, to, EVENT)) {
            int value = valueStart(bytes, from + EVENT.length, to);
            type = new String(bytes, value, to - value, StandardCharsets.UTF_8);
        }
    }

    private void addData(byte[] bytes, int from, int to) {
        if (data == null) {
            data = Arrays.copyOfRange(bytes, from, to);
            dataLength = data.length;
            return;
        }
        int length = dataLength + 1 + to - from;
        if (length > eventBytesMax) {
            throw tooLarge();
        }
        if (length > data.length) {
            data = Arrays.copyOf(data, Math.min(2 * length, eventBytesMax));
        }
        data[dataLength] = '\n';
        System.arraycopy(bytes, from, data, dataLength + 1, to - from);
        dataLength = length;
    }

    private void dispatch() {
        byte[] complete = data;
        String kind = type.isEmpty() ? Frame.MESSAGE : type;
        data = null;
        type = Frame.MESSAGE;
        if (complete != null && dataLength > 0) {
            sink.accept(
                    new Frame(kind, complete.length == dataLength ? complete : Arrays.copyOf(complete, dataLength)));
        }
    }

    private static boolean isField(byte[] bytes, int from, int to, byte[] name) {
        int end = from + name.length;
        return startsWith(bytes, from, to, name) && (end == to || bytes[end] == ':');
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
        return to - from >= prefix.length && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
    }

    /** After the colon and one space, each if there. */
    private static int valueStart(byte[] bytes, int nameEnd, int to) {
        int at = nameEnd < to ? nameEnd + 1 : to;
        return at < to && bytes[at] == ' ' ? at + 1 : at;
    }

    private Fault tooLarge() {
        return Fault.of(
                FaultCode.PROVIDER_MALFORMED,
                "the provider sent a stream event of more than " + eventBytesMax + " bytes");
    }
}
