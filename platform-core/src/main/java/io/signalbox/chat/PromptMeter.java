package io.signalbox.chat;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** Counts messages and the bytes, as written, of what a model will read of them. */
final class PromptMeter {

    static final int MESSAGES_MAX = 10_000;

    /** A role that is longer is no role, and is counted like any other text. */
    private static final int ROLE_BYTES_MAX = 16;

    private static final Set<String> TEXT_PARTS = Set.of("text", "refusal", "input_text", "output_text");
    private static final Set<String> NOT_TEXT = Set.of("type", "image_url", "input_audio", "file", "video_url");

    private final JsonCursor cursor;
    private int messages;
    private long bytes;
    private boolean images;

    PromptMeter(JsonCursor cursor) {
        this.cursor = cursor;
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    /** Whether some part is not text, so that bytes do not bound its tokens. */
    boolean images() {
        return images;
    }

    void readMessages() throws IOException {
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw ChatScanner.invalid("messages", "'messages' must be a list");
        }
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (!cursor.at(JsonToken.START_OBJECT)) {
                throw ChatScanner.invalid("messages[" + messages + "]", "every message must be an object");
            }
            if (messages == MESSAGES_MAX) {
                throw ChatScanner.invalid("messages", "'messages' may hold at most " + MESSAGES_MAX + " messages");
            }
            messages++;
            readMessage();
        }
        cursor.advance();
    }

    private void readMessage() throws IOException {
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            if (cursor.at(JsonToken.VALUE_NULL)) {
                cursor.advance();
            } else if (cursor.at(JsonToken.START_ARRAY) && "content".equals(name)) {
                readParts();
            } else {
                boolean isText = cursor.at(JsonToken.VALUE_STRING);
                int size = cursor.skipMeasured() - (isText ? 2 : 0);
                bytes += "role".equals(name) && size <= ROLE_BYTES_MAX ? 0 : size;
            }
        }
        cursor.advance();
    }

    private void readParts() throws IOException {
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (cursor.at(JsonToken.START_OBJECT)) {
                readPart();
            } else {
                bytes += cursor.skipMeasured();
            }
        }
        cursor.advance();
    }

    private void readPart() throws IOException {
        boolean text = false;
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            if ("type".equals(name) && cursor.at(JsonToken.VALUE_STRING)) {
                text = TEXT_PARTS.contains(cursor.takeText());
                images |= !text;
            } else if (NOT_TEXT.contains(name)) {
                images = true;
                cursor.skip();
            } else {
                bytes += cursor.skipStrings(Set.of());
            }
        }
        cursor.advance();
        images |= !text;
    }
}
