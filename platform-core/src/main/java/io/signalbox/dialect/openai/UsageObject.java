package io.signalbox.dialect.openai;

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
import org.jspecify.annotations.Nullable;

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

    private long prompt = ABSENT;
    private long completion = ABSENT;
    private long total = ABSENT;
    private long cacheHit;
    private @Nullable Details promptDetails;
    private @Nullable Details completionDetails;

    private static final class Details {
        private long cached;
        private long cacheWrite;
        private long audio;
        private long reasoning;
    }

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
        if ("cost".equals(name) || "estimated".equals(name)) {
            readOurs(cursor);
        } else {
            cursor.advance();
            readCount(name, cursor);
        }
        members++;
    }

    private void readOurs(JsonCursor cursor) throws IOException {
        int keyStart = cursor.start();
        int previousEnd = cursor.previousEnd();
        cursor.advance();
        int valueStart = cursor.start();
        cursor.skip();
        ours.add(new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd()));
    }

    private void readCount(String name, JsonCursor cursor) throws IOException {
        switch (name) {
            case "prompt_tokens" -> prompt = count(cursor, ABSENT);
            case "completion_tokens" -> completion = count(cursor, ABSENT);
            case "total_tokens" -> total = count(cursor, ABSENT);
            case "prompt_cache_hit_tokens" -> cacheHit = count(cursor, 0);
            case "prompt_tokens_details" -> promptDetails = details(cursor);
            case "completion_tokens_details" -> completionDetails = details(cursor);
            default -> cursor.skip();
        }
    }

    private static @Nullable Details details(JsonCursor cursor) throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return null;
        }
        Details found = new Details();
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "cached_tokens" -> found.cached = count(cursor, 0);
                case "cache_write_tokens" -> found.cacheWrite = count(cursor, 0);
                case "audio_tokens" -> found.audio = count(cursor, 0);
                case "reasoning_tokens" -> found.reasoning = count(cursor, 0);
                default -> cursor.skip();
            }
        }
        cursor.advance();
        return found;
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
        if (prompt == ABSENT || completion == ABSENT || prompt > TOKENS_MAX || completion > TOKENS_MAX) {
            return Optional.empty();
        }
        Details in = promptDetails == null ? new Details() : promptDetails;
        Details out = completionDetails == null ? new Details() : completionDetails;
        long cached = Math.min(Math.max(in.cached, cacheHit), prompt);
        long written = Math.min(in.cacheWrite, prompt - cached);
        long audioIn = Math.min(in.audio, prompt - cached - written);
        // OpenAI counts reasoning inside the completion; xAI beside it, which only the total gives away.
        boolean beside =
                out.reasoning > 0 && out.reasoning <= TOKENS_MAX && total == prompt + completion + out.reasoning;
        long completed = beside ? completion + out.reasoning : completion;
        long reasoning = Math.min(out.reasoning, completed);
        long audioOut = Math.min(out.audio, completed - reasoning);
        return Optional.of(new TokenUsage(
                prompt - cached - written - audioIn,
                cached,
                written,
                0,
                completed - reasoning - audioOut,
                reasoning,
                audioIn,
                audioOut,
                0));
    }

    /** The object with the cost in it and with what OpenAI's clients expect and this provider left out. */
    Buffer rendered(UsageLine line) {
        ObjectSplice splice = new ObjectSplice(bytes, start, end, UsageText.SPARE);
        ours.forEach(splice::drop);
        UsageText text = new UsageText();
        if (prompt == ABSENT || completion == ABSENT) {
            text.totals(line.usage());
        }
        if (total == ABSENT) {
            text.total(line.usage());
        }
        if (promptDetails == null) {
            text.promptDetails(line.usage());
        }
        if (completionDetails == null) {
            text.completionDetails(line.usage());
        }
        splice.endMembers(members, lastEnd, text.cost(line).toBuffer());
        return splice.finish(end);
    }
}
