package io.signalbox.web.page;

import io.vertx.core.Future;

/** Answers one page to a signed-in visitor. Runs on the event loop; a {@link io.signalbox.fault.Fault} becomes an error page. */
@FunctionalInterface
public interface PageHandler {

    Future<Answer> answer(Visit visit);
}
