package io.signalbox.chat;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.JsonUnicode;
import io.signalbox.json.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one pass over a request's root object: it tells the members that are known from those that are not, and notes where those stand that may
 * have to change. A known member may stand only once: with two of them, Signalbox and the provider could each believe another one.
 */
public final class BodyPass<M extends BodyMember> {

    private static final int UNKNOWN_MAX = 32;
    private static final int NAME_CHARS_MAX = 256;

    private final byte[] bytes;
    private final Map<String, M> known;
    private final Set<M> seen = new HashSet<>();
    private final List<Spliced<M>> spliced = new ArrayList<>(6);
    private final List<String> unknown = new ArrayList<>(0);
    private int members;
    private int lastEnd;

    /** Reads the value of {@code member} the cursor stands on, and leaves the cursor on the token after it. */
    @FunctionalInterface
    public interface Reader<M> {
        void read(M member, JsonCursor cursor) throws IOException;
    }

    /** A member that may have to change, and where it stands. */
    public record Spliced<M>(M field, Member member) {}

    public BodyPass(byte[] bytes, Map<String, M> known) {
        this.bytes = bytes;
        this.known = known;
    }

    /** The members by their names. */
    public static <M extends BodyMember> Map<String, M> byName(M[] members) {
        Map<String, M> byName = new HashMap<>();
        Arrays.stream(members).forEach(each -> byName.put(each.wireName(), each));
        return Map.copyOf(byName);
    }

    /** Makes the pass. Fails with {@code INVALID_JSON} or with what {@code reader} refuses; never quotes the body. */
    public void run(Reader<M> reader) {
        int unreadable = JsonUnicode.firstFault(bytes);
        if (unreadable >= 0) {
            throw Fault.of(
                    FaultCode.INVALID_JSON,
                    "The request body is not Unicode text: it holds a byte that is no UTF-8, or half a surrogate pair (byte "
                            + unreadable + ").");
        }
        try (JsonCursor cursor = new JsonCursor(bytes)) {
            cursor.openRoot();
            while (cursor.atName()) {
                read(cursor, reader);
                members++;
            }
            lastEnd = cursor.previousEnd();
            cursor.closeRoot();
        } catch (IOException malformed) {
            throw Fault.of(
                    FaultCode.INVALID_JSON,
                    "The request body is not a valid JSON object of at most " + JsonCursor.DEPTH_MAX + " levels ("
                            + JsonCursor.place(malformed) + ").");
        }
    }

    private void read(JsonCursor cursor, Reader<M> reader) throws IOException {
        @Nullable M member = known.get(cursor.name());
        if (member == null) {
            String name = cursor.name();
            cursor.advance();
            // Null is as good as absent.
            if (!cursor.at(JsonToken.VALUE_NULL)) {
                noteUnknown(name);
            }
            cursor.skip();
            return;
        }
        if (!seen.add(member)) {
            throw RequestFault.invalid(member.wireName(), "'" + member.wireName() + "' is given twice");
        }
        if (!member.isSpliced()) {
            cursor.advance();
            reader.read(member, cursor);
            return;
        }
        int keyStart = cursor.start();
        int previousEnd = cursor.previousEnd();
        cursor.advance();
        int valueStart = cursor.start();
        reader.read(member, cursor);
        spliced.add(
                new Spliced<>(member, new Member(members, previousEnd, keyStart, valueStart, cursor.previousEnd())));
    }

    /** Notes a place within the value of {@code member} that may have to change; call it while that value is read. */
    public void noteNested(M member, Member place) {
        spliced.add(new Spliced<>(member, place));
    }

    /** Notes a member, also one below the root, that nobody here knows. Of too many some are enough to know that there are some. */
    public void noteUnknown(String name) {
        if (unknown.size() < UNKNOWN_MAX) {
            unknown.add(name.length() <= NAME_CHARS_MAX ? name : name.substring(0, NAME_CHARS_MAX));
        }
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Those that may have to change, in the order they stand in. */
    public List<Spliced<M>> spliced() {
        return spliced;
    }

    /** Names of members nobody here knows. */
    public List<String> unknown() {
        return unknown;
    }

    public boolean hasSeen(M member) {
        return seen.contains(member);
    }

    /** How many members there are. */
    public int members() {
        return members;
    }

    /** Where the last one ends. */
    public int lastEnd() {
        return lastEnd;
    }
}
