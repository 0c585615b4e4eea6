package io.signalbox.content;

import io.signalbox.tenant.AppId;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * An answer of an app's and the conversation that led to it, both as JSON text: {@code items} is a list of everything said so far, the answer
 * included. Prints without either.
 */
public record StoredResponse(AppId app, String id, Instant createdAt, Buffer items, Buffer response) {

    @Override
    public String toString() {
        return "[stored response " + id + "]";
    }
}
