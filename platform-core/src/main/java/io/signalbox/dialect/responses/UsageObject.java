package io.signalbox.dialect.responses;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.signalbox.money.TokenUsage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A provider's {@code usage} object: its counts split into disjoint classes, and how it reads with our members in it. */
final class UsageObject {

    /** No context is longer, and no price times as many overflows; an object that claims more is not believed. */
    private static final long TOKENS_MAX = 10_000_000;

    private static final long ABSENT = -1;

    private final byte[] bytes;
    private final int start;
    private int end;
    private int members;
    private int lastEnd;
    private final List<Member> ours = new ArrayList<>(0);

    private long input = ABSENT;
    private long output = ABSENT;
    private long cached;
    private long written;
    private long reasoning;

    private UsageObject(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    /** Reads the object the cursor stands on. */
    static UsageObject read(JsonCursor cursor, byte[] bytes) throws IOException {
        UsageObject usage = new UsageObject(bytes, cursor.start());
        cursor.advance();
        while (cursor.atName()) {
            usage.readMember(cursor);
        }
        usage.lastEnd = cursor.previousEnd();
        cursor.advance();
        usage.end = cursor.previousEnd();
        return usage;
    }

    private void readMember(JsonCursor cursor) throws IOException {
        String name = cursor.name();
        int keyStart = cursor.start();
        int previousEnd = cursor.previousEnd();
        cursor.advance();
        int valueStart = cursor.start();
        switch (name) {
            case "input_tokens" -> input = count(cursor, ABSENT);
            case "output_tokens" -> output = count(cursor, ABSENT);
            case "input_tokens_details", "output_tokens_details" -> readDetails(cursor);
            default -> cursor.skip();
        }
        if ("cost".equals(name) || "estimated".equals(name)) {
            ours.add(new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd()));
        }
        members++;
    }

    private void readDetails(JsonCursor cursor) throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return;
        }
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "cached_tokens" -> cached = count(cursor, 0);
                case "cache_write_tokens" -> written = count(cursor, 0);
                case "reasoning_tokens" -> reasoning = count(cursor, 0);
                default -> cursor.skip();
            }
        }
        cursor.advance();
    }

    private static long count(JsonCursor cursor, long otherwise) throws IOException {
        if (!cursor.at(JsonToken.VALUE_NUMBER_INT)) {
            cursor.skip();
            return otherwise;
        }
        long count = cursor.takeInteger();
        return count < 0 ? otherwise : count;
    }

    /**
     * The counts as disjoint classes, or empty when the object lacks one of the two totals or claims more than {@value #TOKENS_MAX}. Parts
     * that claim more than their total are cut, so that the classes always sum to the provider's totals.
     */
    Optional<TokenUsage> tokens() {
        if (input == ABSENT || output == ABSENT || input > TOKENS_MAX || output > TOKENS_MAX) {
            return Optional.empty();
        }
        long read = Math.min(cached, input);
        long wrote = Math.min(written, input - read);
        long thought = Math.min(reasoning, output);
        return Optional.of(new TokenUsage(input - read - wrote, read, wrote, 0, output - thought, thought, 0, 0, 0));
    }

    /** The object with the cost in it; counts that cannot be believed are replaced by ours. */
    Buffer rendered(UsageLine line) {
        if (input == ABSENT || output == ABSENT) {
            return Buffer.buffer(UsageText.whole(line));
        }
        ObjectSplice splice = new ObjectSplice(bytes, start, end, UsageText.SPARE);
        ours.forEach(splice::drop);
        splice.endMembers(members, lastEnd, Buffer.buffer(new UsageText().cost(line)));
        return splice.finish(end);
    }
}
