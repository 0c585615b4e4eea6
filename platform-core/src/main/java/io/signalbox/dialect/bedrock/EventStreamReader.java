package io.signalbox.dialect.bedrock;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.provider.Frame;
import io.signalbox.provider.FrameReader;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * AWS's event framing from bytes that may be cut anywhere (https://smithy.io/2.0/aws/amazon-eventstream.html): a message is its length, its headers' length,
 * a checksum of both, headers, payload and a checksum of all. A frame's type is the message's {@code :event-type} or {@code :exception-type}; an error that
 * has neither is of type {@value #ERROR}, with code and message for data. Holds no more than one message.
 */
final class EventStreamReader implements FrameReader {

    static final String ERROR = "error";
    static final int MESSAGE_BYTES_MAX = 1 << 20;

    /** Prelude of twelve bytes and the checksum at the end. */
    private static final int MESSAGE_BYTES_MIN = 16;

    private static final int LENGTH_BYTES = 4;
    private static final int HELD_BYTES_MIN = 1 << 10;

    private final Consumer<Frame> sink;
    private byte[] held = {};
    private int heldLength;

    EventStreamReader(Consumer<Frame> sink) {
        this.sink = sink;
    }

    @Override
    public void read(byte[] piece) {
        int at = 0;
        while (at < piece.length) {
            if (heldLength == 0 && isWhole(piece, at)) {
                int end = at + length(piece, at);
                dispatch(piece, at, end);
                at = end;
            } else {
                at += hold(piece, at);
            }
        }
    }

    private static boolean isWhole(byte[] bytes, int at) {
        int left = bytes.length - at;
        return left >= LENGTH_BYTES && left >= length(bytes, at);
    }

    /** Takes as much as the message that has begun still lacks, and returns how much that was. */
    private int hold(byte[] piece, int from) {
        int wanted = heldLength < LENGTH_BYTES ? LENGTH_BYTES : length(held, 0);
        int taken = Math.min(wanted - heldLength, piece.length - from);
        if (heldLength + taken > held.length) {
            held = Arrays.copyOf(held, Math.max(HELD_BYTES_MIN, wanted));
        }
        System.arraycopy(piece, from, held, heldLength, taken);
        heldLength += taken;
        if (heldLength >= LENGTH_BYTES && heldLength == length(held, 0)) {
            int whole = heldLength;
            heldLength = 0;
            dispatch(held, 0, whole);
        }
        return taken;
    }

    private static int length(byte[] bytes, int at) {
        int length = ByteBuffer.wrap(bytes, at, LENGTH_BYTES).getInt();
        if (length < MESSAGE_BYTES_MIN || length > MESSAGE_BYTES_MAX) {
            throw Fault.of(
                    FaultCode.PROVIDER_MALFORMED,
                    "the provider sent a stream message of less than 16 bytes or more than 1 MB");
        }
        return length;
    }

    private void dispatch(byte[] bytes, int from, int to) {
        Frame frame;
        try {
            frame = frame(Message.decode(ByteBuffer.wrap(bytes, from, to - from).slice()));
        } catch (IllegalArgumentException
                | IllegalStateException
                | BufferUnderflowException
                | NegativeArraySizeException malformed) {
            throw Fault.with(FaultCode.PROVIDER_MALFORMED, "the provider's stream is not well framed")
                    .cause(malformed)
                    .build();
        }
        sink.accept(frame);
    }

    private static Frame frame(Message message) {
        Map<String, HeaderValue> headers = message.getHeaders();
        return switch (text(headers, ":message-type")) {
            case "event" -> new Frame(text(headers, ":event-type"), message.getPayload());
            case "exception" -> new Frame(text(headers, ":exception-type"), message.getPayload());
            default ->
                new Frame(
                        ERROR,
                        Json.text(Json.object()
                                        .put("code", text(headers, ":error-code"))
                                        .put("message", text(headers, ":error-message")))
                                .getBytes(StandardCharsets.UTF_8));
        };
    }

    private static String text(Map<String, HeaderValue> headers, String name) {
        HeaderValue value = headers.get(name);
        return value == null ? "" : value.getString();
    }
}
