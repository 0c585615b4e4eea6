package io.signalbox.provider;

import io.signalbox.catalog.Deployment;
import io.signalbox.config.Secret;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One attempt: {@code body} is sent as it is, {@code stream} says whether it asks for a stream, {@code timeLeft} is what remains of the
 * client's own deadline. When the answer has not begun within {@code timeToBegin} (a whole one: is not complete), somebody else shall have a
 * chance within that deadline.
 */
public record ProviderCall(
        Deployment deployment,
        Optional<Secret> secret,
        Buffer body,
        boolean stream,
        Duration timeLeft,
        Duration timeToBegin,
        String requestId) {}
