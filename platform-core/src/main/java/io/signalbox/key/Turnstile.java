package io.signalbox.key;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets so many pieces of work run at once and makes the rest wait in line; a full line turns away. Safe on any thread. */
final class Turnstile {

    private final int runningMax;
    private final int waitingMax;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    Turnstile(int runningMax, int waitingMax) {
        this.runningMax = runningMax;
        this.waitingMax = waitingMax;
    }

    /** Runs {@code work} when its turn comes; fails with {@code OVERLOADED} when the line is full. */
    <T> Future<T> pass(Supplier<Future<T>> work) {
        synchronized (this) {
            if (running == runningMax) {
                if (waiting.size() == waitingMax) {
                    return Future.failedFuture(Fault.of(FaultCode.OVERLOADED, "Too many look-ups wait already."));
                }
                Promise<T> turn = Promise.promise();
                waiting.add(() -> run(work).onComplete(turn));
                return turn.future();
            }
            running++;
        }
        return run(work);
    }

    private <T> Future<T> run(Supplier<Future<T>> work) {
        return Future.succeededFuture().compose(turn -> work.get()).onComplete(done -> next());
    }

    private void next() {
        Runnable waiter = leave();
        if (waiter != null) {
            waiter.run();
        }
    }

    private synchronized @Nullable Runnable leave() {
        Runnable waiter = waiting.poll();
        if (waiter == null) {
            running--;
        }
        return waiter;
    }
}
