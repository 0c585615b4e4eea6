package io.signalbox.launch;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM and SIGINT: the first asks the node to come to rest, the second ends the process at once. A shutdown hook could do neither: it cannot
 * see a second signal, and the exit code would be 143 after the cleanest stop.
 */
final class Signals {

    private final AtomicInteger received = new AtomicInteger();
    private final CountDownLatch first = new CountDownLatch(1);

    private Signals() {}

    /** Takes over both signals for the rest of the process. */
    static Signals takeOver() {
        Signals signals = new Signals();
        signals.handle("TERM");
        signals.handle("INT");
        return signals;
    }

    /** Waits for the first signal; one that came before counts. */
    void awaitFirst() throws InterruptedException {
        first.await();
    }

    /** The JDK's own door is {@code sun.misc.Signal}, which javac allows no warning-free mention of. */
    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, given) -> {
                        receive();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this Java runtime cannot handle signals", missing);
        }
    }

    private void receive() {
        if (received.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(SignalboxMain.FAILED);
        }
        first.countDown();
    }
}
