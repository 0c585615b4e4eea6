package io.signalbox.api;

import io.signalbox.api.http.FaultHandler;
import io.signalbox.api.http.RequestIdHandler;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * A path, without its {@code /v1}, to which models' requests are posted: how its requests are named, who answers them, and in which shape whatever
 * goes wrong at or below it is told. All of it belongs to one event loop.
 */
public record SurfaceRoute(
        String path, RequestIdHandler requestIds, Handler<RoutingContext> handler, FaultHandler faults) {}
