package io.signalbox.launch.prove;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How hard to try. {@code duration} is how long things are broken; starting, coming to rest and checking take about a minute more.
 *
 * @param seed decides which faults come, when, and for how long
 * @param home an existing folder for everything that is started
 */
public record ProofOptions(int nodes, int clients, Duration duration, long seed, Path home) {

    private static final int NODES_MAX = 9;
    private static final int CLIENTS_MAX = 5_000;

    public ProofOptions {
        within("nodes", nodes, 1, NODES_MAX);
        within("clients", clients, 10, CLIENTS_MAX);
        within("duration", duration.toSeconds(), 5, Duration.ofDays(7).toSeconds());
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + " and must be " + least + ".." + most);
        }
    }
}
