package io.signalbox.api.http;

import io.signalbox.id.IdSource;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;

/** Gives every request an id, says it in {@code x-request-id}, and leaves one access line when it ends. */
public final class RequestIdHandler implements Handler<RoutingContext> {

    public static final String REQUEST_ID = "x-request-id";

    private final IdSource ids;
    private final InstantSource clock;
    private final List<String> headers;

    public RequestIdHandler(IdSource ids, InstantSource clock) {
        this(ids, clock, List.of(REQUEST_ID));
    }

    private RequestIdHandler(IdSource ids, InstantSource clock, List<String> headers) {
        this.ids = ids;
        this.clock = clock;
        this.headers = headers;
    }

    /** The same, saying the id in {@code header} too, for a surface whose SDKs look for it there. */
    public RequestIdHandler alsoIn(String header) {
        return new RequestIdHandler(ids, clock, List.of(REQUEST_ID, header));
    }

    @Override
    public void handle(RoutingContext context) {
        Inbound inbound = new Inbound(ids.next("req"), clock.instant(), System.nanoTime());
        inbound.keepIn(context);
        headers.forEach(name -> context.response().putHeader(name, inbound.requestId()));
        context.addEndHandler(ended -> inbound.accessLine(context).write());
        context.next();
    }
}
