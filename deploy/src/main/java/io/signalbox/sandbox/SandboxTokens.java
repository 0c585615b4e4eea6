package io.signalbox.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The sandbox's tokenizer: four bytes are a token. A prompt counts {@code 3 + 4 * turns + ceil(B / 4) + 85 * media}, an answer
 * {@code ceil(bytes / 4)} for its thoughts and the same for the rest.
 *
 * <p>B is what a prompt says in every protocol alike, in UTF-8: the text of its messages and tool results, the name and description of each
 * function, and all strings in the functions' schemas and in the answer's. A turn is a run of messages of one side (system, user with
 * tools, assistant). Neither grows when one protocol's request is told in another's: punctuation, numbers, the words of a protocol and the
 * model's own earlier calls count nothing. So whoever receives a request of m messages, in whatever protocol, and passes it on without
 * adding words bounds what the sandbox counts: B is at most the strings' size as written, and there are at most m + 1 turns, one
 * more than messages where the system's words stand beside them. Thus {@code 3 + 4(m + 1) + ceil(B / 4) <= ceil(B / 4) + 8m + 8}, which is
 * what Signalbox reserves for text. Images, sounds and files, of which no size bounds the tokens, are only sent by callers who reserve the
 * whole context, and a prompt longer than that is refused. Thoughts count inside the output limit.
 */
final class SandboxTokens {

    static final int BYTES_PER_TOKEN = 4;
    static final int PER_PROMPT = 3;
    static final int PER_TURN = 4;
    static final int PER_MEDIUM = 85;

    /** The longest prompt, and the longest answer: the model book says the same. */
    static final long CONTEXT = 128_000;

    static final long OUTPUT = 4_096;

    private SandboxTokens() {}

    static long ofBytes(long bytes) {
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The bytes of every member's name and every string in {@code json}. */
    static long ofStrings(Object json) {
        long sum = 0;
        if (json instanceof String text) {
            sum = bytes(text);
        } else if (json instanceof JsonArray list) {
            for (Object each : list) {
                sum += ofStrings(each);
            }
        } else if (json instanceof JsonObject object) {
            for (Map.Entry<String, Object> each : object) {
                sum += bytes(each.getKey()) + ofStrings(each.getValue());
            }
        }
        return sum;
    }
}
