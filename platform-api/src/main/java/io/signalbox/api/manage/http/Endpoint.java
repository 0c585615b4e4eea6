package io.signalbox.api.manage.http;

import io.vertx.core.Future;

/** What a route does, once its caller is known to be allowed. Fails with a {@code Fault}. */
@FunctionalInterface
public interface Endpoint {

    Future<Answer> answer(ManageRequest request);
}
