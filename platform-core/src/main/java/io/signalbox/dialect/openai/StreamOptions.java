package io.signalbox.dialect.openai;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request's {@code stream_options}: whether it asks for usage, and how it reads once it does. */
final class StreamOptions {

    static final StreamOptions NONE = new StreamOptions(0, 0);

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final Buffer ASKED = Buffer.buffer("\"include_usage\":true");

    private final int start;
    private int end;
    private int members;
    private int lastEnd;
    private boolean includesUsage;
    private final List<Member> flags = new ArrayList<>(1);

    private StreamOptions(int start, int lastEnd) {
        this.start = start;
        this.lastEnd = lastEnd;
    }

    /** Reads the object or null the cursor stands on. */
    static StreamOptions read(JsonCursor cursor) throws IOException {
        if (cursor.at(JsonToken.VALUE_NULL)) {
            cursor.advance();
            return NONE;
        }
        if (!cursor.at(JsonToken.START_OBJECT)) {
            throw RequestFault.invalid("stream_options", "'stream_options' must be an object");
        }
        int start = cursor.start();
        StreamOptions options = new StreamOptions(start, start + 1);
        cursor.advance();
        while (cursor.atName()) {
            options.readMember(cursor);
        }
        cursor.advance();
        options.end = cursor.previousEnd();
        return options;
    }

    private void readMember(JsonCursor cursor) throws IOException {
        boolean isFlag = "include_usage".equals(cursor.name());
        int keyStart = cursor.start();
        cursor.advance();
        int valueStart = cursor.start();
        if (isFlag) {
            includesUsage = cursor.takeFlag("stream_options.include_usage");
        } else {
            cursor.skip();
        }
        int valueEnd = cursor.previousEnd();
        if (isFlag) {
            flags.add(new Member(members, lastEnd, keyStart, valueStart, valueEnd));
        }
        members++;
        lastEnd = valueEnd;
    }

    boolean includesUsage() {
        return includesUsage;
    }

    /** Whether the object may go to a provider as it is: it asks for usage, once. */
    boolean isSettled() {
        return includesUsage && flags.size() == 1;
    }

    /** The object asking for usage, its other members as they were. */
    byte[] asking(byte[] source) {
        if (members == 0) {
            return Buffer.buffer("{").appendBuffer(ASKED).appendString("}").getBytes();
        }
        ObjectSplice splice = new ObjectSplice(source, start, end, ASKED.length() + 1);
        flags.forEach(each -> splice.replace(each, TRUE));
        splice.endMembers(members, lastEnd, flags.isEmpty() ? ASKED : Buffer.buffer(0));
        return splice.finish(end).getBytes();
    }
}
