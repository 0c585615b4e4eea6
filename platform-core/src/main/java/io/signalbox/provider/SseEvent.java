package io.signalbox.provider;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One server-sent event: its type and its data, which is never changed. */
final class SseEvent {

    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final String type;
    private final byte[] data;

    SseEvent(String type, byte[] data) {
        this.type = type;
        this.data = data;
    }

    String type() {
        return type;
    }

    byte[] data() {
        return data;
    }

    /** Whether this is OpenAI's end of a stream. */
    boolean isDone() {
        return Arrays.equals(data, DONE);
    }
}
