package io.signalbox.api.responses;

import io.signalbox.api.http.Inbound;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code GET} and {@code DELETE /v1/responses/{id}}: a stored response of this key's app. Any other is the same 404 as an unknown one. */
public final class StoredResponsesHandler {

    private final ConversationMemory memory;

    public StoredResponsesHandler(ConversationMemory memory) {
        this.memory = memory;
    }

    public void find(RoutingContext context) {
        memory.find(Inbound.of(context).caller(), context.pathParam("id"))
                .map(found -> found.orElseThrow(StoredResponsesHandler::unknown).response())
                .onFailure(context::fail)
                .onSuccess(response -> send(context, response));
    }

    public void delete(RoutingContext context) {
        String id = context.pathParam("id");
        memory.delete(Inbound.of(context).caller(), id).onFailure(context::fail).onSuccess(deleted -> {
            if (!deleted) {
                context.fail(unknown());
                return;
            }
            JsonObject answer =
                    new JsonObject().put("id", id).put("object", "response").put("deleted", true);
            send(context, answer.toBuffer());
        });
    }

    private static Fault unknown() {
        return Fault.of(FaultCode.NOT_FOUND, "No such response.");
    }

    private static void send(RoutingContext context, Buffer body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        Telemetry.unattended(context.response().end(body), "send a stored response");
    }
}
