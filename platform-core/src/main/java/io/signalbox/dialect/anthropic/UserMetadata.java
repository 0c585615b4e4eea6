package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import io.signalbox.json.ObjectSplice;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request's {@code metadata}: the task in it is ours, and Anthropic takes nothing there but the user. */
final class UserMetadata {

    static final UserMetadata NONE = new UserMetadata(0);

    private static final int TASK_CHARS_MAX = 4_096;

    private final int start;
    private int end;
    private int members;
    private int lastEnd;
    private final List<Member> tasks = new ArrayList<>(1);
    private @Nullable String task;

    private UserMetadata(int start) {
        this.start = start;
    }

    static UserMetadata read(JsonCursor cursor) throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return NONE;
        }
        UserMetadata metadata = new UserMetadata(cursor.start());
        cursor.advance();
        while (cursor.atName()) {
            metadata.readMember(cursor);
        }
        metadata.lastEnd = cursor.previousEnd();
        cursor.advance();
        metadata.end = cursor.previousEnd();
        return metadata;
    }

    private void readMember(JsonCursor cursor) throws IOException {
        boolean isTask = "task".equals(cursor.name());
        int previousEnd = cursor.previousEnd();
        int keyStart = cursor.start();
        cursor.advance();
        int valueStart = cursor.start();
        if (isTask && cursor.at(JsonToken.VALUE_STRING)) {
            task = cursor.takeText();
        } else {
            cursor.skip();
        }
        if (isTask) {
            tasks.add(new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd()));
        }
        members++;
    }

    Optional<String> task() {
        return Optional.ofNullable(task).filter(it -> !it.isBlank() && it.length() <= TASK_CHARS_MAX);
    }

    boolean hasTask() {
        return !tasks.isEmpty();
    }

    byte[] withoutTask(byte[] body) {
        ObjectSplice splice = new ObjectSplice(body, start, end, 0);
        tasks.forEach(splice::drop);
        splice.endMembers(members, lastEnd, Buffer.buffer(0));
        return splice.finish(end).getBytes();
    }
}
