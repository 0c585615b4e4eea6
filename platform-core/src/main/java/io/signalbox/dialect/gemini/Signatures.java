package io.signalbox.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.chat.Part;
import java.util.Optional;

/**
 * Thought signatures (https://ai.google.dev/gemini-api/docs/thought-signatures). One on a function call travels as the call's own. One on text or on a
 * thought travels as a thought's, with a mark before it, for a conversation may change its provider and a signature that another one made is refused.
 */
final class Signatures {

    /** What Google documents for function calls that Gemini did not make itself, or whose signature was lost on the way. */
    private static final String UNSIGNED = "skip_thought_signature_validator";

    private Signatures() {}

    static Optional<String> of(JsonNode part) {
        String signature = part.path("thoughtSignature").asText("");
        return signature.isEmpty() ? Optional.empty() : Optional.of(signature);
    }

    static String marked(String signature) {
        return Part.Thinking.GEMINI + signature;
    }

    /** The signature of a thought if Gemini made it. */
    static Optional<String> own(Part.Thinking thinking) {
        String mark = Part.Thinking.GEMINI;
        return thinking.signature().filter(it -> it.startsWith(mark)).map(it -> it.substring(mark.length()));
    }

    /** What goes with a turn's first function call: from its third generation on, Gemini refuses one that has none. */
    static Optional<String> ofFirstCall(Part.ToolCall call, ModelName model) {
        return call.signature().or(() -> model.hasLevels() ? Optional.of(UNSIGNED) : Optional.empty());
    }
}
