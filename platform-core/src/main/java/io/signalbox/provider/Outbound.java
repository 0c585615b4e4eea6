package io.signalbox.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A request as a dialect writes it: {@code path} follows the origin's base path and may have a query; {@code headers} are the dialect's own, above all the
 * credential's; who sends it adds content type, accept, user agent and our request id where they are missing.
 */
public record Outbound(String path, MultiMap headers, Buffer body) {}
