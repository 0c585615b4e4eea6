package io.signalbox.launch.prove;

import io.signalbox.postgres.PostgresUnusable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Starts again whatever has died, as a service manager would, until it is told to stop. One thread of its own does it; the rest may call any time. */
final class Wards implements AutoCloseable {

    private static final long ROUND_MS = 200;
    private static final int ROUNDS_BETWEEN_STARTS = 5;
    private static final long JOIN_MS = 70_000;

    private final ProofGround ground;
    private final Consumer<String> say;
    private final Thread thread;
    private final AtomicLong postgresDueNanos = new AtomicLong(Long.MIN_VALUE);
    private volatile boolean stopped;
    private volatile boolean pending;

    private Wards(ProofGround ground, Consumer<String> say) {
        this.ground = ground;
        this.say = say;
        this.thread = new Thread(this::watch, "wards");
        thread.setDaemon(true);
    }

    static Wards watch(ProofGround ground, Consumer<String> say) {
        Wards wards = new Wards(ground, say);
        wards.thread.start();
        return wards;
    }

    synchronized void kill(NodeRun node) {
        node.kill();
    }

    /** Kills PostgreSQL and leaves it dead for {@code ms}. */
    synchronized void killPostgres(int ms) {
        postgresDueNanos.set(System.nanoTime() + ms * 1_000_000L);
        pending = true;
        ground.killPostgres();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        for (int round = 0; !stopped; round++) {
            revivePostgres();
            if (round % ROUNDS_BETWEEN_STARTS == 0) {
                reviveNodes();
            }
            try {
                Thread.sleep(ROUND_MS);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void revivePostgres() {
        if (!pending || System.nanoTime() - postgresDueNanos.get() < 0) {
            return;
        }
        pending = false;
        long begun = System.nanoTime();
        try {
            ground.postgres().restartIfDeadBlocking();
            say.accept("PostgreSQL is back after " + (System.nanoTime() - begun) / 1_000_000 + " ms of starting");
        } catch (PostgresUnusable notYet) {
            pending = true;
        }
    }

    private synchronized void reviveNodes() {
        for (NodeRun node : ground.nodes()) {
            if (!stopped && !node.isAlive()) {
                node.launch();
            }
        }
    }
}
