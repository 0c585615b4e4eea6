package io.signalbox.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The sandbox's tokenizer: four bytes are a token. A prompt counts {@code 3 + Σ messages (4 + ceil(content bytes / 4)) + ceil(tools' JSON
 * bytes / 4)}, an answer {@code ceil(bytes / 4)}.
 */
final class SandboxTokens {

    static final int BYTES_PER_TOKEN = 4;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int FRAME = 4;
    private static final int PROMPT = 3;

    private SandboxTokens() {}

    static long ofBytes(long bytes) {
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static long ofPrompt(JsonArray messages, byte[] body) {
        long tokens = PROMPT + ofBytes(toolsBytes(body));
        for (Object each : messages) {
            tokens += FRAME + ofBytes(bytes(text((JsonObject) each)));
        }
        return tokens;
    }

    /** A message's text: its content, or all its text parts. */
    static String text(JsonObject message) {
        Object content = message.getValue("content");
        if (content instanceof String text) {
            return text;
        }
        StringBuilder all = new StringBuilder();
        if (content instanceof JsonArray parts) {
            for (Object part : parts) {
                if (part instanceof JsonObject object && object.getValue("text") instanceof String text) {
                    all.append(text);
                }
            }
        }
        return all.toString();
    }

    /** How many bytes the request's tools take as they are written; the body is known to be JSON. */
    private static long toolsBytes(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean tools = "tools".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                long start = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (tools && value == JsonToken.START_ARRAY) {
                    return parser.currentLocation().getByteOffset() - start;
                }
            }
            return 0;
        } catch (IOException notJson) {
            throw new IllegalStateException("the body was read before", notJson);
        }
    }
}
