package io.signalbox.token;

import com.fasterxml.jackson.core.JsonToken;
import io.signalbox.chat.RequestScan;
import io.signalbox.json.JsonCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What a model reads of a request, whatever its wire: the strings of its body but for those that are no text, up to {@link TokenCounter#CHARS_MAX}
 * characters of them.
 */
public record PromptText(RequestScan scan) implements TextSource {

    /** Members whose strings tell how to read others, or are files. */
    private static final Set<String> NOT_TEXT = Set.of(
            "model",
            "models",
            "role",
            "type",
            "id",
            "user",
            "metadata",
            "signalbox",
            "url",
            "image_url",
            "data",
            "file_data",
            "file_id",
            "media_type",
            "detail",
            "signature",
            "encrypted_content",
            "tool_call_id",
            "tool_use_id",
            "call_id",
            "encoding_format",
            "input_type",
            "service_tier",
            "reasoning_effort",
            "prompt_cache_key",
            "safety_identifier");

    @Override
    public long wholeBytes() {
        return scan.facts().inputBytes();
    }

    @Override
    public TextSample readBlocking() {
        StringBuilder text = new StringBuilder();
        boolean all = false;
        try (JsonCursor cursor = new JsonCursor(scan.body().getBytes())) {
            cursor.openRoot();
            all = read(cursor, text);
        } catch (IOException scannedBefore) {
            throw new IllegalStateException("the body was scanned before", scannedBefore);
        }
        long bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
        return new TextSample(text.toString(), bytes, all ? bytes : Math.max(bytes, wholeBytes()));
    }

    /** Reads on until the root ends or there is enough; says whether it was all. */
    private static boolean read(JsonCursor cursor, StringBuilder text) throws IOException {
        int depth = 1;
        while (depth > 0) {
            if (text.length() == TokenCounter.CHARS_MAX) {
                return false;
            }
            if (cursor.atName()) {
                boolean isText = !NOT_TEXT.contains(cursor.name());
                cursor.advance();
                if (!isText) {
                    cursor.skip();
                    continue;
                }
            }
            if (cursor.at(JsonToken.VALUE_STRING)) {
                append(cursor.takeText(), text);
                continue;
            }
            if (cursor.at(JsonToken.START_OBJECT) || cursor.at(JsonToken.START_ARRAY)) {
                depth++;
            } else if (cursor.at(JsonToken.END_OBJECT) || cursor.at(JsonToken.END_ARRAY)) {
                depth--;
            }
            cursor.advance();
        }
        return true;
    }

    /** One string alone may be as long as a body. */
    private static void append(String each, StringBuilder text) {
        int room = TokenCounter.CHARS_MAX - text.length();
        if (each.length() >= room) {
            text.append(each, 0, room);
            return;
        }
        text.append(each).append('\n');
    }
}
