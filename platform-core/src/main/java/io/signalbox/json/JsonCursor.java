package io.signalbox.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One forward pass over UTF-8 JSON bytes that also tells where tokens lie, so that values can be spliced without a tree. Convention: a
 * method that consumes a value starts on its first token and leaves the cursor on the token after it; then {@link #previousEnd} is its end.
 * Strings that nobody asks for are never decoded.
 */
public final class JsonCursor implements AutoCloseable {

    public static final int DEPTH_MAX = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNameLength(1_024)
                    .build())
            .build();

    private final byte[] bytes;
    private final JsonParser parser;
    private @Nullable JsonToken token;
    private int measuredStrings;
    private int measuredStart;

    public JsonCursor(byte[] bytes) throws IOException {
        this.bytes = bytes;
        this.parser = FACTORY.createParser(bytes);
    }

    /** Enters the root object; anything but a UTF-8 object is refused. */
    public void openRoot() throws IOException {
        advance();
        int start = at(JsonToken.START_OBJECT) ? start() : -1;
        // UTF-16 and UTF-32 are read through another parser, which knows no byte offsets; a byte order mark is refused
        // too.
        if (start < 0 || bytes[start] != '{' || bytes[0] < 0) {
            throw new IOException("not a UTF-8 JSON object");
        }
        advance();
    }

    /** Checks that nothing follows the root object, whose end is the current token. */
    public void closeRoot() throws IOException {
        advance();
        if (token != null) {
            throw new IOException("more than one JSON value");
        }
    }

    public void advance() throws IOException {
        token = parser.nextToken();
    }

    public boolean at(JsonToken expected) {
        return token == expected;
    }

    /** Whether the current token is a member's name; on false the enclosing object ends here. */
    public boolean atName() {
        return token == JsonToken.FIELD_NAME;
    }

    public String name() throws IOException {
        return parser.currentName();
    }

    /** Offset of the current token's first byte; −1 when the text is not UTF-8. */
    public int start() {
        return token == null
                ? bytes.length
                : (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Offset after the last byte before the current token: of a value, or of the brace that opens the object. */
    public int previousEnd() {
        int end = start();
        while (isSeparator(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    /** Decodes the current string and stays on it. */
    public String text() throws IOException {
        return parser.getText();
    }

    /** Decodes the current string and moves on. */
    public String takeText() throws IOException {
        String text = parser.getText();
        advance();
        return text;
    }

    /** Reads the current integer, saturated to a {@code long}, and moves on. */
    public long takeInteger() throws IOException {
        boolean fits = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        long value = fits
                ? parser.getLongValue()
                : parser.getBigIntegerValue().signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        advance();
        return value;
    }

    /** Whether the current token is a number. */
    public boolean atNumber() {
        return at(JsonToken.VALUE_NUMBER_INT) || at(JsonToken.VALUE_NUMBER_FLOAT);
    }

    /** Reads the current number, rounded to a {@code float}, and moves on. */
    public float takeFloat() throws IOException {
        float value = parser.getFloatValue();
        advance();
        return value;
    }

    /** Reads true, false or null (as false) and moves on; anything else is the caller's mistake in {@code param}. */
    public boolean takeFlag(String param) throws IOException {
        boolean on = at(JsonToken.VALUE_TRUE);
        if (!on && !at(JsonToken.VALUE_FALSE) && !at(JsonToken.VALUE_NULL)) {
            throw Fault.with(FaultCode.INVALID_REQUEST, "'" + param + "' must be true or false.")
                    .param(param)
                    .build();
        }
        advance();
        return on;
    }

    /** Whether the current token is a number that is nothing. */
    public boolean isZero() throws IOException {
        return (at(JsonToken.VALUE_NUMBER_INT) || at(JsonToken.VALUE_NUMBER_FLOAT))
                && decimal().signum() == 0;
    }

    /** Whether the current token is a number that is one. */
    public boolean isOne() throws IOException {
        return (at(JsonToken.VALUE_NUMBER_INT) || at(JsonToken.VALUE_NUMBER_FLOAT))
                && decimal().compareTo(BigDecimal.ONE) == 0;
    }

    private BigDecimal decimal() throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException tooLarge) {
            throw new IOException("a number is out of all bounds", tooLarge);
        }
    }

    /** Whether the current token is a string that is written with {@code prefix} first; never decodes it. */
    public boolean textStartsWith(byte[] prefix) {
        int from = start() + 1;
        int to = Math.min(from + prefix.length, bytes.length);
        return at(JsonToken.VALUE_STRING) && Arrays.equals(bytes, from, to, prefix, 0, prefix.length);
    }

    public void skip() throws IOException {
        parser.skipChildren();
        advance();
    }

    /** Skips the current value and returns how many bytes it takes as written. */
    public int skipMeasured() throws IOException {
        int start = start();
        skip();
        return previousEnd() - start;
    }

    /** Skips the current value and returns it as it is written. */
    public String skipWritten() throws IOException {
        int start = start();
        return new String(bytes, start, skipMeasured(), StandardCharsets.UTF_8);
    }

    /**
     * Skips the current value and returns the bytes, as written and without quotes, of all strings in it except those that are members of a
     * name in {@code ignored}. Never less than the strings' UTF-8 size: an escape is longer than what it stands for.
     */
    public long skipStrings(Set<String> ignored) throws IOException {
        long sum = 0;
        int depth = 0;
        boolean counts = true;
        do {
            boolean string = counts && token == JsonToken.VALUE_STRING;
            int start = string ? start() : 0;
            if (token == JsonToken.FIELD_NAME) {
                counts = !ignored.contains(name());
            }
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                depth++;
            }
            if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                depth--;
                counts = true;
            }
            advance();
            if (string) {
                sum += previousEnd() - start - 2;
                measuredStrings++;
                measuredStart = start;
            }
        } while (depth > 0);
        return sum;
    }

    /** How many strings {@link #skipStrings} has measured so far. */
    public int measuredStrings() {
        return measuredStrings;
    }

    /** Offset of the opening quote of the last of them. */
    public int measuredStart() {
        return measuredStart;
    }

    /** Where reading failed, without any of the text. */
    public static String place(IOException failure) {
        return failure instanceof JsonProcessingException json && json.getLocation() != null
                ? "at byte " + json.getLocation().getByteOffset()
                : "at the start or the end";
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private static boolean isSeparator(byte each) {
        return each == ',' || each == ' ' || each == '\n' || each == '\r' || each == '\t';
    }
}
