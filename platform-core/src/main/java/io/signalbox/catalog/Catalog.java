package io.signalbox.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One tenant's world for one kind of key, immutable: the deployments it can reach, in order of preference per model, and its aliases. A
 * sandboxed catalog reaches only the sandbox provider, which then stands in for every model of the book.
 */
public final class Catalog {

    private final Map<String, List<Deployment>> byModel;
    private final Map<String, String> aliases;
    private final Map<String, Deployment> standIns;
    private final boolean sandboxed;

    private Catalog(
            Map<String, List<Deployment>> byModel,
            Map<String, String> aliases,
            Map<String, Deployment> standIns,
            boolean sandboxed) {
        this.byModel = byModel;
        this.aliases = Map.copyOf(aliases);
        this.standIns = Map.copyOf(standIns);
        this.sandboxed = sandboxed;
    }

    /** A catalog of real deployments; those of one model keep their order. */
    public static Catalog of(List<Deployment> deployments, Map<String, String> aliases) {
        return new Catalog(grouped(deployments), aliases, Map.of(), false);
    }

    /** A catalog of the sandbox alone; {@code standIns} maps a real model's name to the sandbox deployment that answers for it. */
    public static Catalog sandboxed(
            List<Deployment> sandbox, Map<String, String> aliases, Map<String, Deployment> standIns) {
        return new Catalog(grouped(sandbox), aliases, standIns, true);
    }

    private static Map<String, List<Deployment>> grouped(List<Deployment> deployments) {
        Map<String, List<Deployment>> byModel = new LinkedHashMap<>();
        for (Deployment each : deployments) {
            byModel.computeIfAbsent(each.model().name(), name -> new ArrayList<>())
                    .add(each);
        }
        byModel.replaceAll((name, list) -> List.copyOf(list));
        return byModel;
    }

    /**
     * The deployments behind a catalog name, an alias, or {@code provider/name}; empty when there are none. Aliases do not chain.
     */
    public List<Deployment> find(String name) {
        String target = aliases.getOrDefault(name, name);
        List<Deployment> exact = byModel.get(target);
        if (exact != null) {
            return exact;
        }
        int slash = target.indexOf('/');
        if (slash > 0) {
            String provider = target.substring(0, slash);
            return deployments(target.substring(slash + 1)).stream()
                    .filter(each -> each.provider().name().equals(provider) || sandboxed)
                    .toList();
        }
        return deployments(target);
    }

    private List<Deployment> deployments(String model) {
        List<Deployment> found = byModel.get(model);
        if (found != null) {
            return found;
        }
        return Optional.ofNullable(standIns.get(model)).map(List::of).orElse(List.of());
    }

    /** Every reachable model's name, in the book's order. */
    public List<String> modelNames() {
        return List.copyOf(byModel.keySet());
    }

    public Map<String, String> aliases() {
        return aliases;
    }

    /** At most three names that {@code asked} may have meant, the likeliest first: of models, aliases, and {@code provider/name} if it has a slash. */
    public List<String> nearest(String asked) {
        Set<String> known = new LinkedHashSet<>(byModel.keySet());
        known.addAll(standIns.keySet());
        known.addAll(aliases.keySet());
        if (asked.indexOf('/') >= 0) {
            byModel.values()
                    .forEach(list -> list.forEach(each -> known.add(
                            each.provider().name() + "/" + each.model().name())));
        }
        return NearestNames.of(asked, known);
    }

    /** Whether nothing here is real: answers, logs and pages must say so. */
    public boolean isSandboxed() {
        return sandboxed;
    }
}
