package io.signalbox.provider;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Every time limit of one exchange on a single timer: a piece of a stream only notes the time, and a timer that fires early is set again
 * for the rest. Belongs to one context.
 */
final class ExchangeClock {

    private static final long NONE = -1;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What the exchange waits for. */
    enum Phase {
        CONNECT("The provider did not accept a connection in time."),
        FIRST_BYTE("The provider's stream did not begin in time."),
        INTER_TOKEN("The provider stopped in the middle of its answer."),
        WHOLE_ANSWER("The provider did not answer in time."),
        /** The end of the body of an answer that is complete. */
        TAIL("The provider did not end its answer in time.");

        private final String complaint;

        Phase(String complaint) {
            this.complaint = complaint;
        }

        String complaint() {
            return complaint;
        }
    }

    private final Vertx vertx;
    private final Consumer<Phase> expired;
    private final long deadline;
    private Phase phase = Phase.CONNECT;
    private long limitNanos;
    private long since;
    private boolean suspended;
    private long timer = NONE;
    private long timerDue;

    /** {@code expired} is told the phase whose limit, or during which the deadline, has passed. */
    ExchangeClock(Vertx vertx, Duration total, Consumer<Phase> expired) {
        this.vertx = vertx;
        this.expired = expired;
        this.deadline = System.nanoTime() + total.toNanos();
    }

    void enter(Phase next, Duration limit) {
        phase = next;
        limitNanos = limit.toNanos();
        since = System.nanoTime();
        arm();
    }

    /** Something came: the phase's limit counts from now. */
    void touch() {
        since = System.nanoTime();
    }

    /** The phase's limit stands still while we ourselves do not read; the deadline of all does not. */
    void suspend() {
        suspended = true;
    }

    void resume() {
        if (suspended) {
            suspended = false;
            touch();
            arm();
        }
    }

    void stop() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    boolean isPastDeadline() {
        return System.nanoTime() - deadline >= 0;
    }

    private long due() {
        if (suspended) {
            return deadline;
        }
        long phaseDue = since + limitNanos;
        return phaseDue - deadline < 0 ? phaseDue : deadline;
    }

    private void arm() {
        long due = due();
        if (timer != NONE && timerDue - due <= 0) {
            return;
        }
        stop();
        timerDue = due;
        long millis = (due - System.nanoTime() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
        timer = vertx.setTimer(Math.max(1, millis), fired -> fire());
    }

    private void fire() {
        timer = NONE;
        if (due() - System.nanoTime() > 0) {
            arm();
            return;
        }
        expired.accept(phase);
    }
}
