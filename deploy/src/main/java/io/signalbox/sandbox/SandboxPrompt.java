package io.signalbox.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A conversation in no protocol's words: what it counts, what of it comes from a cache, and what an answer follows from.
 *
 * <p>A prompt with marks, as Anthropic and Bedrock have them, reads from the cache up to the last mark before the model's last turn, for
 * that much was sent before, and writes from there up to the last mark. A prompt of a protocol without marks reads all turns before the
 * last one from the cache once they count at least 1024 tokens, rounded down to a multiple of 128; with a caller's cache key, all of them.
 */
final class SandboxPrompt {

    private static final long CACHED_MIN = 1_024;
    private static final long CACHED_STEP = 128;

    enum Side {
        SYSTEM,
        USER,
        ASSISTANT
    }

    /** A place up to which the prompt is to be cached. */
    private record Mark(long tokens, int turns, boolean hour) {}

    private final List<Side> turns = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final StringBuilder whole = new StringBuilder();
    private final StringBuilder last = new StringBuilder();
    private final Set<String> calls = new HashSet<>();
    private final Set<String> unanswered = new HashSet<>();
    private long bytes;
    private long media;
    private long beforeLastTurn;
    private int turnsUntilAnswer;
    private boolean answered;

    /** Begins a message; it is part of the turn before when that is of the same side. */
    SandboxPrompt message(Side side) {
        last.setLength(0);
        if (!turns.isEmpty() && turns.get(turns.size() - 1) == side) {
            return this;
        }
        if (side == Side.ASSISTANT) {
            turnsUntilAnswer = turns.size();
            calls.clear();
        } else {
            answered = false;
        }
        beforeLastTurn = tokens();
        turns.add(side);
        whole.append('\n').append(side).append(' ');
        return this;
    }

    SandboxPrompt text(String text) {
        bytes += SandboxTokens.bytes(text);
        whole.append(text);
        last.append(text);
        return this;
    }

    /** An image, a sound or a file. */
    SandboxPrompt medium() {
        media++;
        return this;
    }

    /** The model called a tool. */
    SandboxPrompt call(String id, String place) {
        if (!calls.add(id)) {
            throw SandboxFault.invalid(place, "Tool call ids must be unique.");
        }
        unanswered.add(id);
        return this;
    }

    /** A tool answered: {@code text} is added to the message. Fails when the turn before did not call it, or it answers twice. */
    SandboxPrompt result(String id, String text, String place) {
        if (!unanswered.remove(id)) {
            throw SandboxFault.invalid(place, "There is no tool call '" + id + "' in the turn before.");
        }
        return result(text);
    }

    /** A tool of a protocol without call ids answered. */
    SandboxPrompt result(String text) {
        answered = true;
        return text(text);
    }

    /** What the model reads beside the messages: schemas and functions. */
    SandboxPrompt beside(long moreBytes) {
        bytes += moreBytes;
        return this;
    }

    /** All until here is to be cached, for an hour or for five minutes. */
    SandboxPrompt mark(boolean hour) {
        marks.add(new Mark(tokens(), turns.size(), hour));
        return this;
    }

    /** Ends the conversation: fails when a tool call has no answer, or it is too long. */
    SandboxPrompt end() {
        if (!unanswered.isEmpty()) {
            throw SandboxFault.invalid(
                    "messages", "Every tool call must be answered in the next turn; missing: " + unanswered + ".");
        }
        if (tokens() > SandboxTokens.CONTEXT) {
            throw new SandboxFault(
                    SandboxFault.Kind.CONTEXT,
                    "messages",
                    "The prompt of " + tokens() + " tokens is too long: the maximum is " + SandboxTokens.CONTEXT + ".");
        }
        return this;
    }

    private long tokens() {
        return SandboxTokens.PER_PROMPT
                + (long) SandboxTokens.PER_TURN * turns.size()
                + SandboxTokens.ofBytes(bytes)
                + SandboxTokens.PER_MEDIUM * media;
    }

    /** Whether the model's last turn waits for nothing more: tools have answered it. */
    boolean answered() {
        return answered;
    }

    /** The text of the last message. */
    String lastText() {
        return last.toString();
    }

    /** Equal for equal models and texts, whatever the protocol, the limits and the options: answers follow from it. */
    long fingerprint(String model) {
        CRC32 crc = new CRC32();
        crc.update(model.getBytes(StandardCharsets.UTF_8));
        crc.update(whole.toString().getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /** What the prompt counts where callers mark what to cache. */
    SandboxUsage markedUsage() {
        long read = 0;
        long[] written = new long[2];
        long upTo = 0;
        for (Mark each : marks) {
            if (each.turns <= turnsUntilAnswer && turnsUntilAnswer > 0) {
                read = each.tokens;
            } else {
                written[each.hour ? 1 : 0] += each.tokens - Math.max(read, upTo);
            }
            upTo = each.tokens;
        }
        return new SandboxUsage(tokens() - read - written[0] - written[1], read, written[0], written[1], 0, 0);
    }

    /** What the prompt counts where the provider caches by itself; {@code keyed} by a key of the caller's. */
    SandboxUsage usage(boolean keyed) {
        long read = turns.size() < 2 ? 0 : beforeLastTurn;
        if (!keyed) {
            read = read < CACHED_MIN ? 0 : read / CACHED_STEP * CACHED_STEP;
        }
        return new SandboxUsage(tokens() - read, read, 0, 0, 0, 0);
    }

    /** What the prompt counts where nothing is cached. */
    SandboxUsage plainUsage() {
        return SandboxUsage.ofPrompt(tokens());
    }
}
