package io.signalbox.sandbox;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A frame of AWS's event stream: total length, headers' length, their checksum, headers, payload, checksum of all before; every header a
 * string. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html shows the same framing.
 */
final class EventStreamFrame {

    private static final byte STRING = 7;
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;

    private EventStreamFrame() {}

    static Buffer of(Map<String, String> headers, Buffer payload) {
        Buffer head = Buffer.buffer();
        headers.forEach((name, value) -> {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
            head.appendByte((byte) nameBytes.length)
                    .appendBytes(nameBytes)
                    .appendByte(STRING)
                    .appendShort((short) valueBytes.length)
                    .appendBytes(valueBytes);
        });
        Buffer frame = Buffer.buffer()
                .appendInt(PRELUDE + head.length() + payload.length() + CHECKSUM)
                .appendInt(head.length());
        frame.appendInt(checksum(frame));
        frame.appendBuffer(head).appendBuffer(payload);
        return frame.appendInt(checksum(frame));
    }

    private static int checksum(Buffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.getBytes());
        return (int) crc.getValue();
    }
}
