package io.signalbox.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.signalbox.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** A response as it is kept: its id, all items of the conversation up to and with its output as a JSON list, and itself as JSON. */
public record KeptResponse(String id, Buffer items, Buffer response) {

    /** {@code answer} is a response or a stream's last event, which holds one; {@code input} is what was asked. */
    static KeptResponse of(ArrayNode input, Buffer answer) {
        try {
            JsonNode response = response(Json.read(answer.getBytes()));
            ArrayNode items = Json.array().addAll(input);
            response.path("output").forEach(items::add);
            return new KeptResponse(response.path("id").asText(""), Json.write(items), Json.write(response));
        } catch (IOException writtenBefore) {
            throw new IllegalStateException("an answer was written that cannot be read", writtenBefore);
        }
    }

    private static JsonNode response(JsonNode answer) {
        return answer.has("response") ? answer.get("response") : answer;
    }

    /** The id in an answer. */
    public static String id(Buffer answer) {
        try {
            return ResponseScan.idOf(answer.getBytes());
        } catch (IOException writtenBefore) {
            throw new IllegalStateException("an answer was written that cannot be read", writtenBefore);
        }
    }

    /** Prints without content. */
    @Override
    public String toString() {
        return "[kept response " + id + "]";
    }
}
