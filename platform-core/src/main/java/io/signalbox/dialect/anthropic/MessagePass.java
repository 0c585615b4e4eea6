package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.chat.UsageLine;
import io.signalbox.json.Json;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pass over a message object, whole or the beginning of a stream: what was produced, and where model and usage stand. */
final class MessagePass {

    private final byte[] bytes;
    private final int start;
    private final List<Member> models = new ArrayList<>(1);
    private final List<Member> usages = new ArrayList<>(1);
    private @Nullable UsageSpan usage;
    private boolean content;
    private boolean error;
    private long outputBytes;
    private int members;
    private int lastEnd;
    private int end;

    private MessagePass(byte[] bytes, int start) {
        this.bytes = bytes;
        this.start = start;
    }

    /** Reads a whole body; fails with an IOException when the bytes are not one JSON object. */
    static MessagePass read(byte[] bytes) throws IOException {
        try (JsonCursor cursor = new JsonCursor(bytes)) {
            cursor.openRoot();
            MessagePass pass = new MessagePass(bytes, 0);
            pass.readMembers(cursor);
            cursor.closeRoot();
            pass.end = bytes.length;
            return pass;
        }
    }

    /** Reads the object the cursor stands on. */
    static MessagePass read(JsonCursor cursor, byte[] bytes) throws IOException {
        MessagePass pass = new MessagePass(bytes, cursor.start());
        cursor.advance();
        pass.readMembers(cursor);
        cursor.advance();
        pass.end = cursor.previousEnd();
        return pass;
    }

    private void readMembers(JsonCursor cursor) throws IOException {
        while (cursor.atName()) {
            String name = cursor.name();
            int previousEnd = cursor.previousEnd();
            int keyStart = cursor.start();
            cursor.advance();
            int valueStart = cursor.start();
            switch (name) {
                case "model" -> {
                    cursor.skip();
                    models.add(new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd()));
                }
                case "usage" -> {
                    readUsage(cursor);
                    usages.add(new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd()));
                }
                case "content" -> readContent(cursor);
                case "error" -> {
                    error = !cursor.at(JsonToken.VALUE_NULL);
                    cursor.skip();
                }
                default -> cursor.skip();
            }
            members++;
        }
        lastEnd = cursor.previousEnd();
    }

    private void readUsage(JsonCursor cursor) throws IOException {
        if (UsageSpan.isAt(cursor)) {
            usage = UsageSpan.read(cursor, bytes);
        } else {
            cursor.skip();
        }
    }

    private void readContent(JsonCursor cursor) throws IOException {
        content = cursor.at(JsonToken.START_ARRAY);
        if (!content) {
            cursor.skip();
            return;
        }
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            outputBytes += BlockOutput.read(cursor);
        }
        cursor.advance();
    }

    boolean hasContent() {
        return content;
    }

    boolean isError() {
        return error;
    }

    long outputBytes() {
        return outputBytes;
    }

    Optional<UsageSpan> usage() {
        return Optional.ofNullable(usage);
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** The object for a client of the same wire: {@code model} is the name that served; without a {@code line} the usage stays as it is. */
    Buffer rendered(String model, Optional<UsageLine> line) {
        byte[] name = Json.quoted(model);
        ObjectSplice splice = new ObjectSplice(bytes, start, end, name.length + 64);
        List<Member> changed = new ArrayList<>(models);
        line.ifPresent(it -> changed.addAll(usages));
        changed.sort(Comparator.comparingInt(Member::ordinal));
        changed.forEach(each -> splice.replace(each, models.contains(each) ? name : usage(line.orElseThrow())));
        splice.endMembers(members, lastEnd, missing(name, line));
        return splice.finish(end);
    }

    private byte[] usage(UsageLine line) {
        return usage == null ? Json.write(MessagesUsageText.whole(line)).getBytes() : usage.rendered(line);
    }

    private Buffer missing(byte[] name, Optional<UsageLine> line) {
        Buffer more = Buffer.buffer();
        if (models.isEmpty()) {
            more.appendString("\"model\":").appendBytes(name);
        }
        if (usages.isEmpty() && line.isPresent()) {
            more.appendString(more.length() == 0 ? "\"usage\":" : ",\"usage\":").appendBytes(usage(line.get()));
        }
        return more;
    }
}
