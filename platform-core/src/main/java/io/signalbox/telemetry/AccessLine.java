package io.signalbox.telemetry;

import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The one line a request leaves in the log. {@code route} is the route's template, never the path a client sent; {@code details} holds more
 * {@link LogKey}s and never a secret, a prompt or an answer.
 */
public record AccessLine(
        String requestId, String method, String route, int status, Duration took, Map<String, String> details) {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccessLine.class);

    public AccessLine {
        details = Map.copyOf(details);
    }

    public void write() {
        LoggingEventBuilder line = LOGGER.atInfo()
                .addKeyValue(LogKey.REQUEST, requestId)
                .addKeyValue(LogKey.METHOD, method)
                .addKeyValue(LogKey.ROUTE, route)
                .addKeyValue(LogKey.STATUS, status)
                .addKeyValue(LogKey.TOOK_MS, took.toMillis());
        for (Map.Entry<String, String> detail : details.entrySet()) {
            line = line.addKeyValue(detail.getKey(), detail.getValue());
        }
        line.log("request");
    }
}
