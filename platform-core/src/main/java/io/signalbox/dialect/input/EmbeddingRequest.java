package io.signalbox.dialect.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.chat.Fields;
import io.signalbox.chat.RequestFault;
import io.signalbox.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An embeddings request that belongs to no protocol. {@code inputType} says what the vectors are for, in Cohere's words; OpenAI's protocol has no such
 * member, and a client may add it.
 */
record EmbeddingRequest(List<String> texts, Optional<Long> dimensions, Optional<String> inputType) {

    EmbeddingRequest {
        texts = List.copyOf(texts);
    }

    /** Reads a body that was scanned before. */
    static EmbeddingRequest read(byte[] bytes) {
        try {
            Fields body = new Fields((ObjectNode) Json.read(bytes), "");
            return new EmbeddingRequest(texts(body), body.whole("dimensions"), body.text("input_type"));
        } catch (IOException unreadable) {
            throw RequestFault.unreadable();
        }
    }

    private static List<String> texts(Fields body) {
        JsonNode input = body.any("input").orElseThrow(() -> body.invalid("input", "is missing"));
        List<String> texts = new ArrayList<>();
        if (input.isTextual()) {
            return List.of(input.textValue());
        }
        for (JsonNode each : input) {
            if (!each.isTextual()) {
                throw RequestFault.unsupported("input", "'input' must be texts for this model, not token numbers");
            }
            texts.add(each.textValue());
        }
        return texts;
    }
}
