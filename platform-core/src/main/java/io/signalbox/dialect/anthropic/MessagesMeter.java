package io.signalbox.dialect.anthropic;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.catalog.Feature;
import io.signalbox.chat.Part;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.ToolLoop;
import io.signalbox.json.JsonCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Counts messages and the bytes, as written, of what a model will read of them and of the system prompt. A tool's result counts as a message too: with
 * other protocols it is one.
 */
final class MessagesMeter {

    private static final int MESSAGES_MAX = 10_000;

    private static final byte[] GEMINI = Part.Thinking.GEMINI.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPENAI = Part.Thinking.OPENAI.getBytes(StandardCharsets.US_ASCII);

    private static final Set<String> KNOWN =
            Set.of("text", "image", "document", "thinking", "redacted_thinking", "tool_use", "tool_result");

    private final JsonCursor cursor;
    private final Set<Feature> needs;
    private final ForeignMarks marks;
    private final ToolLoop loop = new ToolLoop();
    private boolean results;
    private boolean thoughts;
    private int turns;
    private int messages;
    private long bytes;

    /** {@code needs} gets what parts that are not text need; no byte count bounds their tokens. {@code marks} gets what no Anthropic server may see. */
    MessagesMeter(JsonCursor cursor, Set<Feature> needs, ForeignMarks marks) {
        this.cursor = cursor;
        this.needs = needs;
        this.marks = marks;
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    /** Whether the model is to go on after calls that came without thoughts of Anthropic's own. */
    boolean isThoughtless() {
        return loop.isThoughtless();
    }

    void readSystem() throws IOException {
        if (cursor.at(JsonToken.VALUE_NULL)) {
            cursor.advance();
            return;
        }
        if (!cursor.at(JsonToken.VALUE_STRING) && !cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("system", "'system' must be a string or a list of text blocks");
        }
        messages++;
        readContent();
    }

    void readMessages() throws IOException {
        if (!cursor.at(JsonToken.START_ARRAY)) {
            throw RequestFault.invalid("messages", "'messages' must be a list");
        }
        cursor.advance();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            if (!cursor.at(JsonToken.START_OBJECT)) {
                throw RequestFault.invalid("messages[" + turns + "]", "every message must be an object");
            }
            if (turns == MESSAGES_MAX) {
                throw RequestFault.invalid("messages", "'messages' may hold at most " + MESSAGES_MAX + " messages");
            }
            turns++;
            messages++;
            readMessage();
        }
        cursor.advance();
        if (turns == 0) {
            throw RequestFault.invalid("messages", "'messages' must be a list with at least one message");
        }
    }

    private void readMessage() throws IOException {
        String role = "";
        results = false;
        thoughts = false;
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "role" -> role = text();
                case "content" -> readContent();
                default -> bytes += cursor.skipMeasured();
            }
        }
        cursor.advance();
        if ("assistant".equals(role)) {
            loop.assistant(thoughts);
        } else {
            loop.user(results);
        }
    }

    private void readContent() throws IOException {
        if (!cursor.at(JsonToken.START_ARRAY)) {
            bytes += cursor.skipStrings(Set.of());
            return;
        }
        cursor.advance();
        ForeignMarks.Row row = marks.row();
        while (!cursor.at(JsonToken.END_ARRAY)) {
            int previousEnd = cursor.previousEnd();
            int start = cursor.start();
            boolean foreign = false;
            if (cursor.at(JsonToken.START_OBJECT)) {
                foreign = readBlock();
            } else {
                bytes += cursor.skipMeasured();
            }
            row.passed(foreign, previousEnd, start, cursor.previousEnd(), cursor.start());
        }
        cursor.advance();
    }

    /** Reads a block and says whether it holds thoughts that nobody signed, or another provider. */
    private boolean readBlock() throws IOException {
        String type = "";
        boolean unsigned = true;
        boolean media = false;
        cursor.advance();
        ForeignMarks.Row row = marks.row();
        while (cursor.atName()) {
            String name = cursor.name();
            int previousEnd = cursor.previousEnd();
            int keyStart = cursor.start();
            cursor.advance();
            switch (name) {
                case "type" -> type = text();
                case "source" -> media = readSource();
                case "content" -> readContent();
                case "input" -> bytes += cursor.skipMeasured();
                case "citations" -> readCitations();
                case "signature" -> unsigned = readSignature();
                default -> bytes += cursor.skipStrings(Set.of());
            }
            row.passed(ForeignMarks.MEMBER.equals(name), previousEnd, keyStart, cursor.previousEnd(), cursor.start());
        }
        cursor.advance();
        note(type, media);
        boolean thinking = "thinking".equals(type);
        thoughts |= thinking ? !unsigned : "redacted_thinking".equals(type);
        return unsigned && thinking;
    }

    private void note(String type, boolean media) {
        switch (type) {
            case "image" -> needs.add(Feature.IMAGES);
            case "document" -> {
                if (media) {
                    needs.add(Feature.FILES);
                }
            }
            case "tool_result" -> {
                results = true;
                messages++;
            }
            default -> {
                if (!KNOWN.contains(type)) {
                    needs.add(Feature.OTHER_PARTS);
                }
            }
        }
    }

    private boolean readSignature() throws IOException {
        boolean foreign = cursor.textStartsWith(GEMINI) || cursor.textStartsWith(OPENAI);
        long size = cursor.skipStrings(Set.of());
        bytes += size;
        return size == 0 || foreign;
    }

    /** Says whether the bytes of an image or a document are no text; text that is given as a document is read like any other. */
    private boolean readSource() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            bytes += cursor.skipStrings(Set.of());
            return false;
        }
        long text = 0;
        String type = "";
        cursor.advance();
        while (cursor.atName()) {
            String name = cursor.name();
            cursor.advance();
            switch (name) {
                case "type" -> type = text();
                case "media_type" -> cursor.skip();
                case "content" -> readContent();
                default -> text += cursor.skipStrings(Set.of());
            }
        }
        cursor.advance();
        switch (type) {
            case "text", "content" -> bytes += text;
            case "base64" -> {
                // Its block says what it is.
            }
            case "url" -> needs.add(Feature.IMAGE_URLS);
            default -> needs.add(Feature.OTHER_PARTS);
        }
        return !type.equals("text") && !type.equals("content");
    }

    /** A document whose passages are to be cited; what an earlier answer cited is a list, and no wish. */
    private void readCitations() throws IOException {
        if (!cursor.at(JsonToken.START_OBJECT)) {
            bytes += cursor.skipStrings(Set.of());
            return;
        }
        cursor.advance();
        while (cursor.atName()) {
            boolean wish = "enabled".equals(cursor.name());
            cursor.advance();
            if (wish && cursor.at(JsonToken.VALUE_TRUE)) {
                needs.add(Feature.OTHER_PARTS);
            }
            cursor.skip();
        }
        cursor.advance();
    }

    private String text() throws IOException {
        if (cursor.at(JsonToken.VALUE_STRING)) {
            return cursor.takeText();
        }
        cursor.skip();
        return "";
    }
}
