package io.signalbox.dialect.anthropic;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Server-sent events as Anthropic's clients want them: under the name that the data repeats. */
final class EventText {

    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("\ndata: ");
    private static final byte[] END = ascii("\n\n");

    /** The end of every whole stream. */
    static final Buffer STOP = of("message_stop", Buffer.buffer("{\"type\":\"message_stop\"}"));

    private EventText() {}

    static Buffer of(String type, Buffer data) {
        return Buffer.buffer(EVENT.length + type.length() + DATA.length + data.length() + END.length)
                .appendBytes(EVENT)
                .appendString(type)
                .appendBytes(DATA)
                .appendBuffer(data)
                .appendBytes(END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
