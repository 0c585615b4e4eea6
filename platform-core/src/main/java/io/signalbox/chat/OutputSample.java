package io.signalbox.chat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.signalbox.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first bytes of what a model produced, kept in case its provider never tells how much it was. Holds the inside of a JSON string as it was written, so
 * that pieces that are kept as bytes add theirs by copying. The first addition that does not fit ends it.
 */
public final class OutputSample {

    private static final int BYTES_FIRST = 512;

    private final int bytesMax;
    private byte[] written = {};
    private int length;
    private boolean full;

    public OutputSample(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Whether nothing more will be taken. */
    public boolean isFull() {
        return full;
    }

    /** Adds the inside of a JSON string as it is written. */
    public void addWritten(byte[] from, int offset, int count) {
        if (full || count > bytesMax - length) {
            full = true;
            return;
        }
        if (length + count > written.length) {
            int doubled = Math.max(BYTES_FIRST, written.length * 2);
            written = Arrays.copyOf(written, Math.min(bytesMax, Math.max(length + count, doubled)));
        }
        System.arraycopy(from, offset, written, length, count);
        length += count;
    }

    /** Adds text, or of a long one the first part. */
    public void add(String text) {
        if (full || text.isEmpty()) {
            return;
        }
        int most = Math.min(text.length(), bytesMax / 4);
        byte[] quoted = Json.text(TextNode.valueOf(text.substring(0, most))).getBytes(StandardCharsets.UTF_8);
        addWritten(quoted, 1, quoted.length - 2);
        full |= most < text.length();
    }

    /** How many bytes are held, as written. */
    public int bytes() {
        return length;
    }

    /** The text; empty when what was added is not the inside of a JSON string. */
    public String text() {
        try {
            return Json.read('"' + new String(written, 0, length, StandardCharsets.UTF_8) + '"')
                    .textValue();
        } catch (IOException unreadable) {
            return "";
        }
    }
}
