package io.signalbox.launch.prove;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Breaks things, one after the other, as the seed says. What it breaks mends itself, and may be broken again by then. */
final class Faults {

    private static final int PAUSE_MS = 5_000;
    private static final int HURT_MS = 5_000;
    private static final int POSTGRES_DOWN_MS = 2_500;

    private final ProofGround ground;
    private final Wards wards;
    private final SplittableRandom random;
    private final ScheduledExecutorService later;
    private final Consumer<String> say;
    private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();

    Faults(
            ProofGround ground,
            Wards wards,
            SplittableRandom random,
            ScheduledExecutorService later,
            Consumer<String> say) {
        this.ground = ground;
        this.wards = wards;
        this.random = random;
        this.later = later;
        this.say = say;
    }

    /** Breaks something and returns how long to wait before the next. */
    long next() {
        NodeRun node = ground.nodes().get(random.nextInt(ground.nodes().size()));
        int kind = random.nextInt(100);
        int hurt = random.nextInt(300, HURT_MS);
        if (kind < 38) {
            count("nodes killed", "kill -9 " + node.name());
            wards.kill(node);
        } else if (kind < 52) {
            count("PostgreSQL killed", "kill -9 PostgreSQL");
            wards.killPostgres(random.nextInt(100, POSTGRES_DOWN_MS));
        } else if (kind < 68) {
            hurt(node, Link.State.CUT, hurt, "links cut");
        } else if (kind < 80) {
            hurt(node, Link.State.DEAF, hurt, "answers withheld");
        } else if (kind < 90) {
            hurt(node, Link.State.STALLED, hurt, "links stalled");
        } else {
            hurt(node, Link.State.SLOW, hurt, "links slowed");
        }
        return random.nextInt(500, PAUSE_MS);
    }

    /** How many of each. */
    Map<String, Integer> done() {
        Map<String, Integer> counts = new TreeMap<>();
        done.forEach((name, count) -> counts.put(name, count.get()));
        return counts;
    }

    private void hurt(NodeRun node, Link.State state, int ms, String name) {
        count(
                name,
                "link of " + node.name() + " " + state.name().toLowerCase(java.util.Locale.ROOT) + " for " + ms
                        + " ms");
        Link link = ground.link(node);
        link.set(state);
        later.schedule(() -> link.set(Link.State.WHOLE), ms, TimeUnit.MILLISECONDS);
    }

    private void count(String name, String line) {
        done.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
        say.accept(line);
    }
}
