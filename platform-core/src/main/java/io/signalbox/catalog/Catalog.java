package io.signalbox.catalog;

import java.util.ArrayList;
import java.util.HashMap;
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
    private final Map<String, List<Deployment>> byAddress = new HashMap<>();
    private final Map<String, List<Opening>> openings;
    private final Map<String, String> aliases;
    private final Map<String, Deployment> standIns;
    private final boolean sandboxed;

    private Catalog(
            List<Deployment> deployments,
            Map<String, List<Opening>> openings,
            Map<String, String> aliases,
            Map<String, Deployment> standIns,
            boolean sandboxed) {
        this.byModel = grouped(deployments);
        this.openings = Map.copyOf(openings);
        this.aliases = Map.copyOf(aliases);
        this.standIns = Map.copyOf(standIns);
        this.sandboxed = sandboxed;
        deployments.forEach(this::address);
    }

    /** A catalog of real deployments; those of one model keep their order. */
    public static Catalog of(List<Deployment> deployments, Map<String, String> aliases) {
        return of(deployments, Map.of(), aliases);
    }

    /** As {@link #of(List, Map)}, with what open providers may offer beyond; {@code openings} go by the prefix of a model's name. */
    static Catalog of(List<Deployment> deployments, Map<String, List<Opening>> openings, Map<String, String> aliases) {
        return new Catalog(deployments, openings, aliases, Map.of(), false);
    }

    /** A catalog of the sandbox alone; {@code standIns} maps a real model's name to the sandbox deployment that answers for it. */
    static Catalog sandboxed(
            List<Deployment> sandbox,
            Map<String, List<Opening>> openings,
            Map<String, String> aliases,
            Map<String, Deployment> standIns) {
        return new Catalog(sandbox, openings, aliases, standIns, true);
    }

    /** Notes a deployment under {@code provider/name}, with its own name and its provider's. */
    private void address(Deployment deployment) {
        String prefix = deployment.provider().name() + "/";
        Set<String> names = Set.copyOf(List.of(deployment.model().name(), deployment.upstreamModel()));
        names.forEach(name -> byAddress
                .computeIfAbsent(prefix + name, unseen -> new ArrayList<>())
                .add(deployment));
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

    /** As {@link #find(String, Operation)}, to chat with. */
    public List<Deployment> find(String name) {
        return find(name, Operation.CHAT);
    }

    /**
     * The deployments behind a catalog name, an alias, or {@code provider/name}; empty when there are none. Aliases do not chain. An open
     * provider has any name; what no book knows of is taken to be for {@code operation}.
     */
    public List<Deployment> find(String name, Operation operation) {
        String target = aliases.getOrDefault(name, name);
        List<Deployment> exact = byModel.getOrDefault(target, byAddress.get(target));
        if (exact != null) {
            return exact;
        }
        int slash = target.indexOf('/');
        Optional<Deployment> standIn = Optional.ofNullable(standIns.get(target.substring(slash + 1)));
        if (standIn.isPresent()) {
            return List.of(standIn.get());
        }
        if (slash <= 0 || slash + 1 == target.length()) {
            return List.of();
        }
        String rest = target.substring(slash + 1);
        return openings.getOrDefault(target.substring(0, slash), List.of()).stream()
                .map(opening -> opening.deployment(rest, operation))
                .toList();
    }

    /** The prefixes under which any name can be asked for, in alphabetical order. */
    public List<String> openPrefixes() {
        return openings.keySet().stream().sorted().toList();
    }

    /** Whether nothing at all can be reached. */
    public boolean isEmpty() {
        return byModel.isEmpty() && openings.isEmpty();
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
