package io.signalbox.dialect.input;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.JsonCursor;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Counts the inputs of a request and what bounds their tokens: the bytes of texts as they are written, which are never less than their UTF-8 size, or the
 * number of tokens where they are given as such.
 */
final class InputMeter {

    static final int INPUTS_MAX = 10_000;

    private static final String PARAM = "input";

    private final JsonCursor cursor;
    private final Set<Feature> needs = EnumSet.noneOf(Feature.class);
    private int inputs;
    private long bytes;

    InputMeter(JsonCursor cursor) {
        this.cursor = cursor;
    }

    int inputs() {
        return inputs;
    }

    long bytes() {
        return bytes;
    }

    Set<Feature> needs() {
        return needs;
    }

    /** Reads a string, a list of strings, a list of token numbers, or a list of such lists. */
    void readTexts() throws IOException {
        if (cursor.at(JsonToken.VALUE_STRING)) {
            text();
            return;
        }
        open();
        if (cursor.atNumber()) {
            tokens();
            return;
        }
        boolean texts = cursor.at(JsonToken.VALUE_STRING);
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (texts && cursor.at(JsonToken.VALUE_STRING)) {
                text();
            } else if (!texts && cursor.at(JsonToken.START_ARRAY)) {
                cursor.advance();
                tokens();
            } else {
                throw invalid(
                        "'input' must be a string, a list of strings, a list of token numbers, or a list of such lists");
            }
        }
        cursor.advance();
    }

    /** Reads a string, a list of strings, or a list of parts: {@code text} and {@code image_url}. */
    void readParts() throws IOException {
        if (cursor.at(JsonToken.VALUE_STRING)) {
            text();
            return;
        }
        open();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (cursor.at(JsonToken.VALUE_STRING)) {
                text();
            } else if (cursor.at(JsonToken.START_OBJECT)) {
                part();
            } else {
                throw invalid("'input' must be a string, a list of strings, or a list of text and image_url parts");
            }
        }
        cursor.advance();
    }

    private void open() throws IOException {
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw invalid("'input' must be a string or a list");
        }
        cursor.advance();
        if (cursor.at(JsonToken.END_ARRAY)) {
            throw invalid("'input' must not be empty");
        }
    }

    private void text() throws IOException {
        next();
        bytes += cursor.skipMeasured() - 2;
    }

    /** Reads on behind the bracket that opens a list of token numbers. */
    private void tokens() throws IOException {
        next();
        needs.add(Feature.TOKEN_INPUT);
        long before = bytes;
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (!cursor.at(JsonToken.VALUE_NUMBER_INT) || cursor.takeInteger() < 0) {
                throw invalid("a token in 'input' must be a whole number of at least 0");
            }
            bytes++;
        }
        if (bytes == before) {
            throw invalid("a list of tokens in 'input' must not be empty");
        }
        cursor.advance();
    }

    private void part() throws IOException {
        next();
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "type" -> cursor.skip();
                case "image_url" -> {
                    needs.add(Feature.IMAGES);
                    cursor.skip();
                }
                default -> bytes += cursor.skipStrings(Set.of());
            }
        }
        cursor.advance();
    }

    private void next() {
        if (inputs == INPUTS_MAX) {
            throw invalid("'input' may hold at most " + INPUTS_MAX + " inputs");
        }
        inputs++;
    }

    private static RuntimeException invalid(String message) {
        return RequestFault.invalid(PARAM, message);
    }
}
