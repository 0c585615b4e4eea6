package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Part;
import io.signalbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What {@code encrypted_content} of a reasoning item carries when the thoughts are another provider's than OpenAI's: clients give such items back
 * unread, and that is how a signature survives a conversation nobody stores. The text of signed thoughts is the item's summary.
 */
final class Sealed {

    private static final String MARK = "signalbox:";
    private static final String SIGNATURE = MARK + "signature:";
    private static final String REDACTED = MARK + "redacted:";
    private static final String CALL = MARK + "call:";
    private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);

    private Sealed() {}

    /** What a text written here begins with; no other {@code encrypted_content} does. */
    static byte[] mark() {
        return MARK_BYTES.clone();
    }

    static String signature(String signature) {
        return SIGNATURE + signature;
    }

    static String redacted(String data) {
        return REDACTED + data;
    }

    /** Belongs to the function call that follows. */
    static String call(String signature) {
        return CALL + signature;
    }

    /** The signature of the call that follows, when that is what is carried. */
    static Optional<String> callSignature(String carried) {
        return carried.startsWith(CALL) ? Optional.of(carried.substring(CALL.length())) : Optional.empty();
    }

    /**
     * The thoughts of an item with {@code text} for its summary. What only OpenAI can read is left out: it means nothing to anybody else, and where
     * OpenAI answers the item is never read.
     */
    static Optional<Part> thoughts(String text, Optional<String> carried) {
        String sealed = carried.orElse("");
        if (sealed.startsWith(REDACTED)) {
            return Optional.of(new Part.RedactedThinking(sealed.substring(REDACTED.length())));
        }
        if (sealed.startsWith(SIGNATURE)) {
            return Optional.of(new Part.Thinking(text, Optional.of(sealed.substring(SIGNATURE.length()))));
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(new Part.Thinking(text, Optional.empty()));
    }

    /** An item of reasoning whose summary is one text, none when it is empty. */
    static ObjectNode item(String id, String text, Optional<String> carried) {
        ObjectNode item = Json.object().put("id", id).put("type", "reasoning");
        var summary = item.putArray("summary");
        if (!text.isEmpty()) {
            summary.addObject().put("type", "summary_text").put("text", text);
        }
        carried.ifPresent(it -> item.put("encrypted_content", it));
        return item;
    }
}
