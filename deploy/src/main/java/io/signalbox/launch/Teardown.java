package io.signalbox.launch;

import io.signalbox.telemetry.LogKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How to undo what has been started, last first. One step's failure is logged and does not keep the others from running. Main thread only. */
final class Teardown {

    private static final Logger LOGGER = LoggerFactory.getLogger(Teardown.class);

    private final Deque<Step> steps = new ArrayDeque<>();

    /** Something that may take its time and may fail. */
    interface Action {
        void run() throws Exception;
    }

    /** Notes a blocking step that bounds itself. */
    void then(String what, Action action) {
        steps.push(new Step(what, action));
    }

    /** Notes an asynchronous step that is given {@code limit}. */
    void then(String what, Duration limit, Supplier<Future<?>> action) {
        then(what, () -> await(action.get(), limit));
    }

    void run() {
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.action.run();
                LOGGER.atDebug().addKeyValue(LogKey.WORK, step.what).log("stopped");
            } catch (Exception failure) {
                LOGGER.atWarn()
                        .addKeyValue(LogKey.WORK, step.what)
                        .addKeyValue(LogKey.CAUSE, failure.toString())
                        .log("could not stop cleanly");
            }
        }
    }

    private static void await(Future<?> future, Duration limit) throws TimeoutException {
        future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private record Step(String what, Action action) {}
}
