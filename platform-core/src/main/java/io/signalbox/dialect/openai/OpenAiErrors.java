package io.signalbox.dialect.openai;

import io.signalbox.fault.Fault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** OpenAI's error object, with our request id and metadata. */
public final class OpenAiErrors {

    private OpenAiErrors() {}

    public static Buffer body(Fault fault, String requestId) {
        JsonObject error = new JsonObject()
                .put("message", fault.publicMessage())
                .put("type", fault.code().type())
                .put("param", fault.param().orElse(null))
                .put("code", fault.code().wireName())
                .put("request_id", requestId);
        if (!fault.metadata().isEmpty()) {
            error.put("metadata", new JsonObject(fault.metadata()));
        }
        return new JsonObject().put("error", error).toBuffer();
    }
}
