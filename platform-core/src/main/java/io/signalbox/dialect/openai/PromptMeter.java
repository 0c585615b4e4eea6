package io.signalbox.dialect.openai;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts messages and the bytes, as written, of what a model will read of them. */
final class PromptMeter {

    static final int MESSAGES_MAX = 10_000;

    /** A role that is longer is no role, and is counted like any other text. */
    private static final int ROLE_BYTES_MAX = 16;

    private static final Set<String> TEXT_PARTS = Set.of("text", "refusal", "input_text", "output_text");
    private static final Map<String, Feature> NOT_TEXT = Map.of(
            "image_url", Feature.IMAGES,
            "input_audio", Feature.AUDIO_IN,
            "file", Feature.FILES,
            "video_url", Feature.OTHER_PARTS);
    private static final Set<String> SIGNED = Set.of("extra_content");
    private static final byte[] DATA_URL = "data:".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DEVELOPER = "developer\"".getBytes(StandardCharsets.US_ASCII);

    /** Reads the value of a member, which the cursor stands on. */
    private interface MemberReader {
        void read(String name) throws IOException;
    }

    private final JsonCursor cursor;

    private int messages;
    private long bytes;
    private final List<Member> places = new ArrayList<>(0);
    private final Set<Member> foreign = new HashSet<>(0);
    private final Set<Feature> needs = EnumSet.noneOf(Feature.class);

    PromptMeter(JsonCursor cursor) {
        this.cursor = cursor;
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    /** What parts that are not text need; no byte count bounds their tokens. */
    Set<Feature> needs() {
        return needs;
    }

    /** What may have to change, in order: {@code "developer"} as a message's role, which not every provider knows, and {@link #foreign}. */
    List<Member> places() {
        return places;
    }

    /** Where members stand, with one comma of theirs, in which an answer gave thoughts and signatures and which not every provider takes back. */
    Set<Member> foreign() {
        return foreign;
    }

    void readMessages() throws IOException {
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("messages", "'messages' must be a list");
        }
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (!cursor.at(JsonToken.START_OBJECT)) {
                throw RequestFault.invalid("messages[" + messages + "]", "every message must be an object");
            }
            if (messages == MESSAGES_MAX) {
                throw RequestFault.invalid("messages", "'messages' may hold at most " + MESSAGES_MAX + " messages");
            }
            messages++;
            readMessage();
        }
        cursor.advance();
    }

    private void readMessage() throws IOException {
        readObject(Reasonings.MEMBERS, this::readMember);
    }

    /** Reads the members of the object the cursor stands on, and notes those of {@code foreignNames}. */
    private void readObject(Set<String> foreignNames, MemberReader reader) throws IOException {
        boolean kept = false;
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            int previousEnd = cursor.previousEnd();
            int keyStart = cursor.start();
            cursor.advance();
            reader.read(name);
            if (foreignNames.contains(name)) {
                // With nothing before it, the comma after it goes too.
                int from = kept ? previousEnd : keyStart;
                Member place = new Member(0, 0, from, from, kept ? cursor.previousEnd() : cursor.start());
                places.add(place);
                foreign.add(place);
            } else {
                kept = true;
            }
        }
        cursor.advance();
    }

    private void readMember(String name) throws IOException {
        if (cursor.at(JsonToken.VALUE_NULL)) {
            cursor.advance();
        } else if (cursor.at(JsonToken.START_ARRAY) && "content".equals(name)) {
            readParts();
        } else if ("audio".equals(name)) {
            // The id of an earlier answer's speech, which its provider keeps and reads again.
            needs.add(Feature.AUDIO_IN);
            needs.add(Feature.OTHER_PARTS);
            cursor.skip();
        } else if (cursor.at(JsonToken.START_ARRAY) && "tool_calls".equals(name)) {
            readCalls();
        } else {
            boolean isText = cursor.at(JsonToken.VALUE_STRING);
            if (isText && "role".equals(name) && cursor.textStartsWith(DEVELOPER)) {
                int start = cursor.start();
                places.add(new Member(0, 0, start, start, start + DEVELOPER.length + 1));
            }
            int size = cursor.skipMeasured() - (isText ? 2 : 0);
            bytes += "role".equals(name) && size <= ROLE_BYTES_MAX ? 0 : size;
        }
    }

    private void readCalls() throws IOException {
        int start = cursor.start();
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (cursor.at(JsonToken.START_OBJECT)) {
                readObject(SIGNED, name -> cursor.skip());
            } else {
                cursor.skip();
            }
        }
        cursor.advance();
        bytes += cursor.previousEnd() - start;
    }

    private void readParts() throws IOException {
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (cursor.at(JsonToken.START_OBJECT)) {
                readPart();
            } else {
                bytes += cursor.skipMeasured();
            }
        }
        cursor.advance();
    }

    private void readPart() throws IOException {
        boolean known = false;
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            if ("type".equals(name) && cursor.at(JsonToken.VALUE_STRING)) {
                String type = cursor.takeText();
                known = TEXT_PARTS.contains(type) || NOT_TEXT.containsKey(type);
            } else if (NOT_TEXT.containsKey(name)) {
                readMedia(NOT_TEXT.get(name));
            } else {
                bytes += cursor.skipStrings(Set.of());
            }
        }
        cursor.advance();
        if (!known) {
            needs.add(Feature.OTHER_PARTS);
        }
    }

    private void readMedia(Feature feature) throws IOException {
        needs.add(feature);
        if (feature != Feature.IMAGES || !cursor.at(JsonToken.START_OBJECT)) {
            cursor.skip();
            return;
        }
        cursor.advance();
        while (cursor.atName()) {
            boolean isUrl = "url".equals(cursor.name());
            cursor.advance();
            if (isUrl && cursor.at(JsonToken.VALUE_STRING) && !cursor.textStartsWith(DATA_URL)) {
                needs.add(Feature.IMAGE_URLS);
            }
            cursor.skip();
        }
        cursor.advance();
    }
}
