package io.signalbox.dialect.bedrock;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Streams as Bedrock frames them. */
final class EventStreams {

    private EventStreams() {}

    /** One message for each line: its event's or exception's type, a space, its payload. */
    static Buffer of(String lines) {
        Buffer stream = Buffer.buffer();
        for (String line : lines.strip().split("\n")) {
            int space = line.indexOf(' ');
            String type = line.substring(0, space);
            boolean exception = type.endsWith("Exception");
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(exception ? ":exception-type" : ":event-type", type);
            headers.put(":content-type", "application/json");
            headers.put(":message-type", exception ? "exception" : "event");
            stream.appendBuffer(message(headers, line.substring(space + 1)));
        }
        return stream;
    }

    static Buffer message(Map<String, String> headers, String payload) {
        Map<String, HeaderValue> values = new LinkedHashMap<>();
        headers.forEach((name, value) -> values.put(name, HeaderValue.fromString(value)));
        ByteBuffer encoded = new Message(values, payload.getBytes(StandardCharsets.UTF_8)).toByteBuffer();
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return Buffer.buffer(bytes);
    }
}
