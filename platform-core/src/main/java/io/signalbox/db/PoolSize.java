package io.signalbox.db;

/**
 * Bounds of a connection pool.
 *
 * @param connections open at most, 1..200
 * @param waiting transactions that may wait for a connection; one more is refused at once
 */
public record PoolSize(int connections, int waiting) {

    private static final int CONNECTIONS_MAX = 200;
    private static final int WAITING_PER_CONNECTION = 64;

    public PoolSize {
        if (connections < 1 || connections > CONNECTIONS_MAX || waiting < 0) {
            throw new IllegalArgumentException("a pool of " + connections + " connections with " + waiting
                    + " waiting: must be 1.." + CONNECTIONS_MAX + ", and not below zero");
        }
    }

    /** A pool of {@code connections} with a queue in proportion. */
    public static PoolSize of(int connections) {
        return new PoolSize(connections, connections * WAITING_PER_CONNECTION);
    }
}
