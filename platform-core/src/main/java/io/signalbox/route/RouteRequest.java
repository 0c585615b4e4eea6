package io.signalbox.route;

import io.signalbox.money.Money;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the planner decides on. {@code models} is the caller's ordered list (empty: {@code model} alone); {@code taskTag} is the caller's tag and
 * {@code taskSource} where it stood ({@code header}, {@code body} or {@code none}); {@code allowedModels} empty means all; {@code fallbackModels} is the caller's
 * own fallback list.
 */
public record RouteRequest(
        String model,
        List<String> models,
        Optional<String> taskTag,
        String taskSource,
        RequestFacts facts,
        Set<String> allowedModels,
        boolean fallback,
        List<String> fallbackModels,
        int maxAttempts,
        Optional<Money> maxCost) {

    public RouteRequest {
        models = List.copyOf(models);
        allowedModels = Set.copyOf(allowedModels);
        fallbackModels = List.copyOf(fallbackModels);
    }
}
