package io.signalbox.billing.job;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Work done every so often. {@code name} is its label in metrics and its row in the database; {@code work} must be harmless when it is done twice, and should
 * take a bounded share of what there is to do.
 */
public record Job(String name, Duration every, Where where, Supplier<Future<Void>> work) {

    /** On how many nodes a job runs. */
    public enum Where {
        /** On one, elected anew each time. */
        ONE_NODE,
        /** On every node, at the same time; the work itself shares out what there is to do. */
        EVERY_NODE
    }

    public Job {
        if (!name.matches("[a-z][a-z-]{1,40}") || every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("job '" + name + "' every " + every);
        }
    }

    public static Job onOneNode(String name, Duration every, Supplier<Future<Void>> work) {
        return new Job(name, every, Where.ONE_NODE, work);
    }

    public static Job onEveryNode(String name, Duration every, Supplier<Future<Void>> work) {
        return new Job(name, every, Where.EVERY_NODE, work);
    }
}
