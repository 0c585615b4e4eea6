package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Part;
import io.signalbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Thoughts that must come back unread. In one direction, what {@code encrypted_content} of a reasoning item carries when the thoughts are another
 * provider's than OpenAI's: clients give such items back as they are, and that is how a signature survives a conversation nobody stores; the text of
 * signed thoughts is the item's summary. In the other, what a signature is for OpenAI's own reasoning when the client speaks another protocol: id and
 * encrypted content under a mark, so that it is never taken for another provider's.
 */
final class Sealed {

    private static final String MARK = "signalbox:";
    private static final String SIGNATURE = MARK + "signature:";
    private static final String REDACTED = MARK + "redacted:";
    private static final String CALL = MARK + "call:";
    private static final String OPENAI = Part.Thinking.OPENAI;
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

    /** The signature of OpenAI's own reasoning. */
    static String ofOpenAi(String itemId, String encrypted) {
        return OPENAI + itemId + ":" + encrypted;
    }

    /** The reasoning item behind such a signature, empty when it is anybody else's. */
    static Optional<ObjectNode> openAiItem(String text, String signature) {
        int colon = signature.indexOf(':', OPENAI.length());
        if (!signature.startsWith(OPENAI) || colon < 0) {
            return Optional.empty();
        }
        ObjectNode item = Json.object().put("type", "reasoning").put("id", signature.substring(OPENAI.length(), colon));
        var summary = item.putArray("summary");
        if (!text.isEmpty()) {
            summary.addObject().put("type", "summary_text").put("text", text);
        }
        return Optional.of(item.put("encrypted_content", signature.substring(colon + 1)));
    }
}
