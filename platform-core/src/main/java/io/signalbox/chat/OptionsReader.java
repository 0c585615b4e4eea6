package io.signalbox.chat;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.json.JsonCursor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body's {@code signalbox} object, and the task in its {@code metadata}. */
public final class OptionsReader {

    private static final int OPTIONS_MAX = 32;
    private static final int VALUE_CHARS_MAX = 4_096;

    private final JsonCursor cursor;

    public OptionsReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Reads the {@code signalbox} object the cursor stands on. */
    public Map<String, String> options() throws IOException {
        if (cursor.at(JsonToken.VALUE_NULL)) {
            cursor.advance();
            return Map.of();
        }
        if (!cursor.at(JsonToken.START_OBJECT)) {
            throw RequestFault.invalid("signalbox", "'signalbox' must be an object");
        }
        Map<String, String> options = new HashMap<>();
        cursor.advance();
        while (cursor.atName()) {
            if (options.size() == OPTIONS_MAX) {
                throw RequestFault.invalid("signalbox", "'signalbox' may hold at most " + OPTIONS_MAX + " options");
            }
            String name = cursor.name();
            cursor.advance();
            String value = value();
            if (value.length() > VALUE_CHARS_MAX) {
                throw RequestFault.invalid(
                        "signalbox", "an option of 'signalbox' may have at most " + VALUE_CHARS_MAX + " characters");
            }
            options.put(name, value);
        }
        cursor.advance();
        options.values().removeIf(String::isEmpty);
        return Map.copyOf(options);
    }

    /** Reads the {@code metadata} the cursor stands on and returns its {@code task}, null when it names none. */
    public @Nullable String metadataTask() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return null;
        }
        String task = null;
        cursor.advance();
        while (cursor.atName()) {
            boolean isTask = "task".equals(cursor.name());
            cursor.advance();
            if (isTask && cursor.at(JsonToken.VALUE_STRING)) {
                task = cursor.takeText();
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
        return task == null || task.isBlank() || task.length() > VALUE_CHARS_MAX ? null : task;
    }

    private String value() throws IOException {
        if (cursor.at(JsonToken.VALUE_NULL)) {
            cursor.advance();
            return "";
        }
        if (cursor.at(JsonToken.START_ARRAY)) {
            return joined();
        }
        if (cursor.at(JsonToken.START_OBJECT)) {
            return cursor.skipWritten();
        }
        return cursor.takeText();
    }

    private String joined() throws IOException {
        StringBuilder all = new StringBuilder();
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (all.length() > 0) {
                all.append(',');
            }
            all.append(value());
            if (all.length() > VALUE_CHARS_MAX) {
                throw RequestFault.invalid("signalbox", "a list in 'signalbox' is too long");
            }
        }
        cursor.advance();
        return all.toString();
    }
}
