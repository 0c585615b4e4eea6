package io.signalbox.api.http;

import io.signalbox.id.IdSource;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;

/** Gives every request an id, says it in {@code x-request-id}, and leaves one access line when it ends. */
public final class RequestIdHandler implements Handler<RoutingContext> {

    public static final String REQUEST_ID = "x-request-id";

    private final IdSource ids;
    private final InstantSource clock;

    public RequestIdHandler(IdSource ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext context) {
        Inbound inbound = new Inbound(ids.next("req"), clock.instant(), System.nanoTime());
        inbound.keepIn(context);
        context.response().putHeader(REQUEST_ID, inbound.requestId());
        context.addEndHandler(ended -> inbound.accessLine(context).write());
        context.next();
    }
}
