package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.Json;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A provider's {@code usage} object, kept as its bytes: what it says, and how it reads with our members in it. */
final class UsageSpan {

    private final byte[] bytes;
    private final int start;
    private final List<Member> ours = new ArrayList<>(0);
    private int members;
    private int lastEnd;
    private int end;

    private UsageSpan(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    /** Reads the object the cursor stands on. */
    static UsageSpan read(JsonCursor cursor, byte[] bytes) throws IOException {
        UsageSpan span = new UsageSpan(bytes, cursor.start());
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            int previousEnd = cursor.previousEnd();
            int keyStart = cursor.start();
            cursor.advance();
            int valueStart = cursor.start();
            cursor.skip();
            if ("cost".equals(name) || "estimated".equals(name)) {
                span.ours.add(new Member(span.members, previousEnd, keyStart, valueStart, cursor.previousEnd()));
            }
            span.members++;
        }
        span.lastEnd = cursor.previousEnd();
        cursor.advance();
        span.end = cursor.previousEnd();
        return span;
    }

    /** Whether the cursor stands on what may be one. */
    static boolean isAt(JsonCursor cursor) {
        return cursor.at(JsonToken.START_OBJECT);
    }

    /** The object as a tree, for its counts. */
    JsonNode tree() {
        try {
            return Json.read(Arrays.copyOfRange(bytes, start, end));
        } catch (IOException readBefore) {
            throw new IllegalStateException("the object was read before", readBefore);
        }
    }

    /** The object with the line's cost in it, and the line's counts where its own cannot be believed. */
    byte[] rendered(UsageLine line) {
        if (line.estimated()) {
            return Json.write(MessagesUsageText.whole(line)).getBytes();
        }
        ObjectSplice splice = new ObjectSplice(bytes, start, end, 64);
        ours.forEach(splice::drop);
        splice.endMembers(members, lastEnd, Buffer.buffer(MessagesUsageText.ours(line)));
        return splice.finish(end).getBytes();
    }
}
