package io.signalbox.chat;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.json.JsonCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads values of a request's body by type; a value of the wrong type is the caller's mistake in {@code param}. */
public final class ValueReader {

    private static final int MODELS_MAX = 8;
    private static final int NAME_CHARS_MAX = 256;

    private final JsonCursor cursor;

    public ValueReader(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Moves over a null and says whether there was one; null is as good as absent. */
    public boolean isNull() throws IOException {
        if (!cursor.at(JsonToken.VALUE_NULL)) {
            return false;
        }
        cursor.advance();
        return true;
    }

    /** A model's name, empty when null. */
    public String model() throws IOException {
        return isNull() ? "" : name("model");
    }

    /** The ordered fallback list, empty when null. */
    public List<String> models() throws IOException {
        if (isNull()) {
            return List.of();
        }
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("models", "'models' must be a list of model names");
        }
        List<String> names = new ArrayList<>(MODELS_MAX);
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (names.size() == MODELS_MAX) {
                throw RequestFault.invalid("models", "'models' may name at most " + MODELS_MAX + " models");
            }
            names.add(name("models"));
        }
        cursor.advance();
        return List.copyOf(names);
    }

    private String name(String param) throws IOException {
        if (!cursor.at(JsonToken.VALUE_STRING)) {
            throw RequestFault.invalid(param, "'" + param + "' must be a string");
        }
        String name = cursor.takeText();
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw RequestFault.invalid(param, "'" + param + "' must have 1 to " + NAME_CHARS_MAX + " characters");
        }
        // An open provider serves any name, which then stands in a header of the answer and in log lines.
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw RequestFault.invalid(param, "'" + param + "' must have no control characters");
        }
        return name;
    }

    /** A whole number from 1 to {@code max}; {@code otherwise} when null. */
    public long count(String param, long max, long otherwise) throws IOException {
        if (isNull()) {
            return otherwise;
        }
        long count = cursor.at(JsonToken.VALUE_NUMBER_INT) ? cursor.takeInteger() : 0;
        if (count < 1 || count > max) {
            throw RequestFault.invalid(
                    param,
                    "'" + param + "' must be a whole number of at least 1"
                            + (max == Long.MAX_VALUE ? "" : " and at most " + max));
        }
        return count;
    }
}
