package io.signalbox.e2e.gateway;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Waits for what another process will do, and no longer than it takes. */
public final class Eventually {

    private static final Duration PERIOD = Duration.ofMillis(20);

    private static final ScheduledExecutorService LOOKOUT = Executors.newScheduledThreadPool(4, work -> {
        Thread thread = new Thread(work, "eventually");
        thread.setDaemon(true);
        return thread;
    });

    private Eventually() {}

    /** Repeats {@code attempt} until it neither throws nor fails an assertion; its last failure is the cause when {@code limit} passes first. */
    public static <T> T within(Duration limit, String what, Callable<T> attempt) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        AtomicReference<Throwable> last = new AtomicReference<>(new IllegalStateException("the first attempt hangs"));
        ScheduledFuture<?> lookout = LOOKOUT.scheduleWithFixedDelay(
                () -> {
                    try {
                        outcome.complete(attempt.call());
                    } catch (Hopeless never) {
                        outcome.completeExceptionally(never);
                    } catch (Exception | AssertionError notYet) {
                        last.set(notYet);
                    }
                },
                0,
                PERIOD.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not within " + limit.toMillis() + " ms: " + what, last.get());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting: " + what, interrupted);
        } catch (ExecutionException hopeless) {
            throw new AssertionError("never: " + what, hopeless.getCause());
        } finally {
            lookout.cancel(false);
        }
    }

    /** As {@link #within(Duration, String, Callable)} for assertions that yield nothing. */
    public static void holds(Duration limit, String what, Assertion assertion) {
        within(limit, what, () -> {
            assertion.check();
            return true;
        });
    }

    /** Thrown by an attempt after which no other can succeed. */
    public static final class Hopeless extends RuntimeException {

        public Hopeless(String message) {
            super(message);
        }
    }

    /** Some assertions. */
    @FunctionalInterface
    public interface Assertion {

        void check() throws Exception;
    }
}
