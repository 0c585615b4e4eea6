package io.signalbox.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * One protocol as its documentation tells it: reads its requests, and writes its answers, events and errors. Holds no state, and owes
 * nothing to the dialects of Signalbox, whose counterpart it is: a misunderstanding must not cancel out.
 */
interface Voice {

    /** A request as it arrived; {@code model} is what its path names, or empty. */
    record Heard(String model, MultiMap headers, MultiMap params, Buffer body) {

        JsonObject json() {
            try {
                return new JsonObject(body);
            } catch (DecodeException | ClassCastException notAnObject) {
                throw new SandboxFault(
                        SandboxFault.Kind.NOT_JSON, "", "We could not parse the JSON body of your request.");
            }
        }
    }

    /** An error: status, headers, among them the content type when it is not JSON, body. */
    record Refusal(int status, Map<String, String> headers, Buffer body) {}

    /** Writes one stream, event by event. */
    interface Events {

        /** The bytes for {@code step}; none when the protocol says it later, or not at all. */
        Buffer write(SandboxStep step);

        /** What ends the stream. */
        Buffer end();

        /** An event that no client can read. */
        Buffer malformed();

        /** An event that says that the provider failed. */
        Buffer failure();
    }

    /** Understands a request; fails with a {@link SandboxFault}. */
    SandboxJob hear(Heard heard);

    /** What is answered to {@code heard} instead; its body may be empty. */
    Refusal refuse(SandboxFault fault, Heard heard);
}
