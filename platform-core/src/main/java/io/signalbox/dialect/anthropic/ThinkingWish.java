package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request's {@code thinking}: how much, and how it reads when the output limit leaves less room for it. */
final class ThinkingWish {

    static final ThinkingWish NONE = new ThinkingWish(0);

    /** The least budget the protocol knows; it must be below the output limit. */
    private static final long BUDGET_MIN = 1_024;

    private static final byte[] DISABLED = "{\"type\":\"disabled\"}".getBytes(StandardCharsets.US_ASCII);

    private final int start;
    private int end;
    private String type = "";
    private long budget;
    private @Nullable Member budgetMember;

    private ThinkingWish(int start) {
        this.start = start;
    }

    /** Reads the value the cursor stands on; what it may hold is checked by who acts on it. */
    static ThinkingWish read(JsonCursor cursor) throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return NONE;
        }
        ThinkingWish wish = new ThinkingWish(cursor.start());
        int members = 0;
        cursor.advance();
        while (cursor.atName()) {
            wish.readMember(cursor, members++);
        }
        cursor.advance();
        wish.end = cursor.previousEnd();
        return wish;
    }

    private void readMember(JsonCursor cursor, int ordinal) throws IOException {
        String name = cursor.name();
        int previousEnd = cursor.previousEnd();
        int keyStart = cursor.start();
        cursor.advance();
        int valueStart = cursor.start();
        if ("type".equals(name) && cursor.at(JsonToken.VALUE_STRING)) {
            type = cursor.takeText();
        } else if ("budget_tokens".equals(name) && cursor.at(JsonToken.VALUE_NUMBER_INT)) {
            budget = cursor.takeInteger();
            budgetMember = new Member(ordinal, previousEnd, keyStart, valueStart, cursor.previousEnd());
        } else {
            cursor.skip();
        }
    }

    /** Whether the model shall think. */
    boolean isOn() {
        return "enabled".equals(type) || "adaptive".equals(type);
    }

    /** Whether the model shall think by a budget: one that chooses its own does without earlier thoughts. */
    boolean hasBudget() {
        return "enabled".equals(type);
    }

    /** Whether its budget does not fit below {@code limit}. */
    boolean exceeds(long limit) {
        return budgetMember != null && isOn() && budget >= limit;
    }

    /** The same with the largest budget below {@code limit}, or none at all where even the least does not fit. */
    byte[] within(long limit, byte[] body) {
        if (limit <= BUDGET_MIN || budgetMember == null) {
            return DISABLED;
        }
        ObjectSplice splice = new ObjectSplice(body, start, end, 0);
        splice.replace(budgetMember, Long.toString(limit - 1).getBytes(StandardCharsets.US_ASCII));
        return splice.finish(end).getBytes();
    }
}
