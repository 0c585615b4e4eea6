package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.json.JsonCursor;
import java.io.IOException;
import java.util.Set;

/** How much a model produced in a content block or a delta of one, in bytes as written: never less than their UTF-8 size. */
final class BlockOutput {

    private BlockOutput() {}

    /** Reads the block the cursor stands on. What a server's tool has found is not the model's output. */
    static long read(JsonCursor cursor) throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return 0;
        }
        long bytes = 0;
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "text", "thinking", "partial_json", "name" -> bytes += cursor.skipStrings(Set.of());
                case "input" -> {
                    int input = cursor.skipMeasured();
                    bytes += input > "{}".length() ? input : 0;
                }
                default -> cursor.skip();
            }
        }
        cursor.advance();
        return bytes;
    }
}
