package io.signalbox.launch;

import java.util.ArrayList;
import java.util.List;

/** Whether this node should be sent traffic, and if not, why. The providers do not count: a gateway without one still answers. Safe on any thread. */
final class Readiness {

    private volatile boolean started;
    private volatile boolean draining;
    private volatile boolean databaseUp = true;

    void started() {
        started = true;
    }

    void draining() {
        draining = true;
    }

    void database(boolean up) {
        databaseUp = up;
    }

    boolean isReady() {
        return started && !draining && databaseUp;
    }

    /** Why it is not ready; empty when it is. */
    List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        if (!started) {
            obstacles.add("starting");
        }
        if (draining) {
            obstacles.add("draining");
        }
        if (!databaseUp) {
            obstacles.add("database unreachable");
        }
        return obstacles;
    }
}
