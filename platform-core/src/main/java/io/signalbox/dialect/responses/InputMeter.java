package io.signalbox.dialect.responses;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.JsonCursor;
import io.signalbox.json.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts a request's input items and the bytes, as written, of what a model will read of them. */
final class InputMeter {

    static final int ITEMS_MAX = 10_000;

    private static final Set<String> TEXT_PARTS =
            Set.of("input_text", "output_text", "text", "refusal", "summary_text");
    private static final Map<String, Feature> MEDIA_PARTS =
            Map.of("input_image", Feature.IMAGES, "input_file", Feature.FILES, "input_audio", Feature.AUDIO_IN);
    private static final Set<String> ITEMS = Set.of("message", "function_call", "function_call_output", "reasoning");
    private static final Set<String> UNREAD = Set.of("id", "status", "type", "annotations", "logprobs");

    /** What a provider of this wire reads of a reasoning item; the summary is for people. */
    private static final Set<String> READ_BACK = Set.of("encrypted_content", "content");

    /** A role that is longer is no role, and is counted like any other text. */
    private static final int ROLE_BYTES_MAX = 16;

    private static final byte[] DATA_URL = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OURS = Sealed.mark();

    private final JsonCursor cursor;
    private final Set<Feature> needs;
    private final List<Member> foreign = new ArrayList<>(0);
    private int start;
    private int end;
    private int lastEnd;
    private int items;
    private long bytes;
    private boolean isText;

    /** What the input needs is added to {@code needs}. */
    InputMeter(JsonCursor cursor, Set<Feature> needs) {
        this.cursor = cursor;
        this.needs = needs;
    }

    /** Reads the {@code input} the cursor stands on. */
    void read() throws IOException {
        start = cursor.start();
        if (cursor.at(JsonToken.VALUE_STRING)) {
            isText = true;
            items = 1;
            bytes = cursor.skipMeasured() - 2L;
        } else if (cursor.at(JsonToken.START_ARRAY)) {
            readItems();
        } else {
            throw RequestFault.invalid("input", "'input' must be a string or a list of items");
        }
        end = cursor.previousEnd();
    }

    private void readItems() throws IOException {
        lastEnd = start + 1;
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (!cursor.at(JsonToken.START_OBJECT)) {
                throw RequestFault.invalid("input[" + items + "]", "every item of 'input' must be an object");
            }
            if (items == ITEMS_MAX) {
                throw RequestFault.invalid("input", "'input' may hold at most " + ITEMS_MAX + " items");
            }
            int from = cursor.start();
            boolean unreadable = readItem();
            int to = cursor.previousEnd();
            if (unreadable) {
                foreign.add(new Member(items, lastEnd, from, from, to));
            }
            items++;
            lastEnd = to;
        }
        cursor.advance();
    }

    /**
     * Returns whether no provider of this wire can read the item: it carries what Signalbox wrote into a reasoning item, or it is one of which nothing can be
     * read, as another provider's thoughts are that nobody signed. Only a provider that stored it would know the latter by its id, and none stores.
     */
    private boolean readItem() throws IOException {
        boolean ours = false;
        boolean reasoning = false;
        boolean readable = false;
        boolean named = false;
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            boolean isText = cursor.at(JsonToken.VALUE_STRING);
            if ("type".equals(name) && isText) {
                named = true;
                String type = cursor.takeText();
                reasoning = "reasoning".equals(type);
                readType(type);
            } else if ("role".equals(name) && isText) {
                named = true;
                int size = cursor.skipMeasured() - 2;
                bytes += size <= ROLE_BYTES_MAX ? 0 : size;
            } else {
                ours |= "encrypted_content".equals(name) && cursor.textStartsWith(OURS);
                readable |= READ_BACK.contains(name) && !cursor.at(JsonToken.VALUE_NULL);
                readMember(name);
            }
        }
        cursor.advance();
        if (!named) {
            throw RequestFault.invalid("input[" + items + "]", "'input[" + items + "]' must have a type or a role");
        }
        return ours || reasoning && !readable;
    }

    private void readType(String type) {
        if ("item_reference".equals(type)) {
            String at = "input[" + items + "]";
            throw RequestFault.unsupported(
                    at, "'" + at + "' refers to an item that no provider was asked to store: send the item itself");
        }
        if (!ITEMS.contains(type)) {
            boolean custom = type.startsWith("custom_tool_call");
            needs.add(custom ? Feature.CUSTOM_TOOLS : Feature.BUILT_IN_TOOLS);
            need(Feature.OTHER_PARTS, !custom);
        }
    }

    private void readMember(String name) throws IOException {
        boolean parted = "content".equals(name) || "output".equals(name) || "summary".equals(name);
        if (parted && cursor.at(JsonToken.START_ARRAY)) {
            readParts();
        } else if (UNREAD.contains(name) || cursor.at(JsonToken.VALUE_NULL)) {
            cursor.skip();
        } else {
            int quotes = cursor.at(JsonToken.VALUE_STRING) ? 2 : 0;
            bytes += cursor.skipMeasured() - quotes;
        }
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
                known = isKnown(cursor.takeText());
            } else {
                readPartMember(name);
            }
        }
        cursor.advance();
        if (!known) {
            needs.add(Feature.OTHER_PARTS);
        }
    }

    private boolean isKnown(String type) {
        if (MEDIA_PARTS.containsKey(type)) {
            needs.add(MEDIA_PARTS.get(type));
            return true;
        }
        // Of reasoning, which only a provider of this wire wants back as text.
        return TEXT_PARTS.contains(type) || "reasoning_text".equals(type);
    }

    private void readPartMember(String name) throws IOException {
        boolean given = !cursor.at(JsonToken.VALUE_NULL);
        switch (name) {
            case "image_url" -> {
                if (given) {
                    needs.add(Feature.IMAGES);
                    need(Feature.IMAGE_URLS, !cursor.textStartsWith(DATA_URL));
                }
                cursor.skip();
            }
            case "file_id" -> {
                // Only the provider that holds it can read it.
                need(Feature.OTHER_PARTS, given);
                cursor.skip();
            }
            case "file_url" -> {
                need(Feature.IMAGE_URLS, given);
                cursor.skip();
            }
            case "file_data" -> {
                need(Feature.FILES, given);
                cursor.skip();
            }
            case "input_audio" -> {
                need(Feature.AUDIO_IN, given);
                cursor.skip();
            }
            default -> readMember(name);
        }
    }

    private void need(Feature feature, boolean needed) {
        if (needed) {
            needs.add(feature);
        }
    }

    int items() {
        return items;
    }

    long bytes() {
        return bytes;
    }

    /** Whether the input is one string. */
    boolean isText() {
        return isText;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int lastEnd() {
        return lastEnd;
    }

    /** The items that carry another protocol's thoughts. */
    List<Member> foreign() {
        return foreign;
    }
}
