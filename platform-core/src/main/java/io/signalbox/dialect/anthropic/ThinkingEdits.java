package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.json.JsonCursor;
import java.io.IOException;

/**
 * Where {@code context_management} wants earlier thoughts cleared, which Anthropic refuses of a request that does not think
 * (https://platform.claude.com/docs/en/build-with-claude/context-editing).
 */
final class ThinkingEdits {

    private static final String CLEARED = "clear_thinking_";

    private static final String SUMMARISED = "compact";

    private final ForeignMarks marks = new ForeignMarks();
    private boolean summarises;

    /** Reads the value the cursor stands on; what it may hold is the provider's to check. */
    void read(JsonCursor cursor) throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return;
        }
        cursor.advance();
        while (cursor.atName()) {
            boolean isEdits = "edits".equals(cursor.name());
            cursor.advance();
            if (isEdits && cursor.at(JsonToken.START_ARRAY)) {
                readEdits(cursor);
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
    }

    private void readEdits(JsonCursor cursor) throws IOException {
        ForeignMarks.Row row = marks.row();
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            int previousEnd = cursor.previousEnd();
            int start = cursor.start();
            boolean clears = readEdit(cursor);
            row.passed(clears, previousEnd, start, cursor.previousEnd(), cursor.start());
        }
        cursor.advance();
    }

    private boolean readEdit(JsonCursor cursor) throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return false;
        }
        boolean clears = false;
        cursor.advance();
        while (cursor.atName()) {
            boolean isType = "type".equals(cursor.name());
            cursor.advance();
            if (isType && cursor.at(JsonToken.VALUE_STRING)) {
                String type = cursor.takeText();
                clears = type.startsWith(CLEARED);
                summarises |= type.startsWith(SUMMARISED);
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
        return clears;
    }

    /**
     * Whether the conversation shall be summarised: a call of its own that the answer's usage does not tell, where leaving old tool results or thoughts out
     * costs nothing.
     */
    boolean summarises() {
        return summarises;
    }

    boolean isEmpty() {
        return marks.isEmpty();
    }

    /** {@code bytes} from {@code from} to {@code to} without them. */
    byte[] removedFrom(byte[] bytes, int from, int to) {
        return marks.removedFrom(bytes, from, to);
    }
}
