package io.signalbox.route;

import io.signalbox.catalog.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * An ordered choice for one request with its reasons, stored with the request and shown to people. {@code attempts} is never empty.
 * {@code baseline} is what the tenant's primary model is, to price what routing saved; empty when the caller pinned a model.
 */
public record RoutePlan(
        String requestedModel,
        Optional<Task> task,
        String taskSource,
        String policyVersion,
        List<Attempt> attempts,
        List<Candidate> candidates,
        Optional<Deployment> baseline) {

    public RoutePlan {
        attempts = List.copyOf(attempts);
        candidates = List.copyOf(candidates);
        if (attempts.isEmpty()) {
            throw new IllegalArgumentException("a plan needs an attempt");
        }
    }

    /** The same decision with other attempts. */
    RoutePlan trying(List<Attempt> others) {
        return new RoutePlan(requestedModel, task, taskSource, policyVersion, others, candidates, baseline);
    }
}
