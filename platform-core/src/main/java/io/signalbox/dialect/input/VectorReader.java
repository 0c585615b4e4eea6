package io.signalbox.dialect.input;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.JsonCursor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the vectors in a provider's answer, whatever its shape: every list of numbers below members of one name, and every string that is such a member, in
 * the order they stand in; and the whole numbers, by their members' names, which tell the usage.
 */
final class VectorReader {

    private final List<float[]> vectors = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();

    private final String wanted;
    private boolean below;

    private VectorReader(String wanted) {
        this.wanted = wanted;
    }

    /** Reads those below {@code member}; fails with {@code PROVIDER_MALFORMED} when there is not one vector for each of {@code inputs}. */
    static VectorReader read(Buffer body, String member, int inputs) {
        VectorReader reader = new VectorReader(member);
        try (JsonCursor cursor = new JsonCursor(body.getBytes())) {
            cursor.openRoot();
            reader.read(cursor);
        } catch (IOException | IllegalArgumentException malformed) {
            throw Fault.of(FaultCode.PROVIDER_MALFORMED, "the provider's answer is not valid JSON with embeddings");
        }
        if (reader.vectors.size() != inputs) {
            throw Fault.of(
                    FaultCode.PROVIDER_MALFORMED,
                    "the provider gave " + reader.vectors.size() + " embeddings for " + inputs + " inputs");
        }
        return reader;
    }

    List<float[]> vectors() {
        return vectors;
    }

    /** The last whole number of that name, −1 when there is none. */
    long number(String name) {
        return numbers.getOrDefault(name, -1L);
    }

    private void read(JsonCursor cursor) throws IOException {
        int depth = 1;
        while (depth > 0) {
            if (cursor.atName()) {
                readMember(cursor);
            } else if (cursor.at(JsonToken.START_ARRAY)) {
                cursor.advance();
                if (below && cursor.atNumber()) {
                    vectors.add(vector(cursor));
                } else {
                    depth++;
                }
            } else {
                depth += cursor.at(JsonToken.START_OBJECT) ? 1 : 0;
                depth -= cursor.at(JsonToken.END_OBJECT) || cursor.at(JsonToken.END_ARRAY) ? 1 : 0;
                cursor.advance();
            }
        }
    }

    private void readMember(JsonCursor cursor) throws IOException {
        String name = cursor.name();
        below = wanted.equals(name);
        cursor.advance();
        if (cursor.at(JsonToken.VALUE_NUMBER_INT)) {
            numbers.put(name, cursor.takeInteger());
        } else if (below && cursor.at(JsonToken.VALUE_STRING)) {
            vectors.add(EmbeddingResult.decoded(cursor.takeText()));
        }
    }

    private static float[] vector(JsonCursor cursor) throws IOException {
        float[] values = new float[1_024];
        int count = 0;
        while (cursor.atNumber()) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            float value = cursor.takeFloat();
            if (!Float.isFinite(value)) {
                throw new IOException("a vector holds a number that is no float");
            }
            values[count++] = value;
        }
        if (!cursor.at(JsonToken.END_ARRAY)) {
            throw new IOException("a vector holds what is no number");
        }
        cursor.advance();
        return Arrays.copyOf(values, count);
    }
}
