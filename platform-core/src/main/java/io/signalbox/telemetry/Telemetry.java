package io.signalbox.telemetry;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the futures nobody waits for, so that their failures are seen. Not a place for work whose outcome matters to a caller. */
public final class Telemetry {

    private static final Logger LOGGER = LoggerFactory.getLogger(Telemetry.class);

    private Telemetry() {}

    /** Lets {@code future} run on its own; a failure becomes one warning naming {@code why}, a constant phrase such as {@code "store request log"}. */
    public static void unattended(Future<?> future, String why) {
        future.onFailure(failure -> LOGGER.atWarn()
                .addKeyValue(LogKey.WORK, why)
                .addKeyValue(LogKey.CAUSE, failure.toString())
                .setCause(LOGGER.isDebugEnabled() ? failure : null)
                .log("unattended work failed"));
    }
}
