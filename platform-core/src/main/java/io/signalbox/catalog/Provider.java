package io.signalbox.catalog;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A preset: a company or server that offers models, and how it is spoken to. {@code natives} are the wires whose bodies it takes as they are;
 * {@code lacks} is what its models cannot be asked beyond what their protocol lacks. The key is looked for in {@code keyVariables}, the base
 * URL in {@code urlVariables} of the environment, first hit first. {@code quirks} are read by its dialect; each is described in the provider
 * book's own notes. An {@code open} provider serves any model name, without a price unless the book knows one.
 */
public record Provider(
        String name,
        String title,
        Protocol protocol,
        Optional<String> baseUrl,
        Set<Wire> natives,
        Set<Feature> lacks,
        List<String> keyVariables,
        List<String> urlVariables,
        boolean open,
        Map<String, String> quirks) {

    public Provider {
        natives = Set.copyOf(natives);
        lacks = Set.copyOf(lacks);
        keyVariables = List.copyOf(keyVariables);
        urlVariables = List.copyOf(urlVariables);
        quirks = Map.copyOf(quirks);
    }

    public boolean isNative(Wire wire) {
        return natives.contains(wire);
    }

    public boolean lacksFeature(Feature feature) {
        return protocol.lacks(feature) || lacks.contains(feature);
    }

    /** Everything its models cannot be asked in a translated call. */
    public Set<Feature> missing() {
        Set<Feature> missing = EnumSet.allOf(Feature.class);
        missing.removeIf(each -> !lacksFeature(each));
        return missing;
    }

    /** Whether it answers nobody without a key. */
    public boolean needsKey() {
        return !quirk("key", "needed").equals("optional");
    }

    /** A quirk's value, or {@code otherwise}. */
    public String quirk(String name, String otherwise) {
        return quirks.getOrDefault(name, otherwise);
    }

    /**
     * Whether {@code upstreamModel} fits one of the patterns in the quirk {@code responses_only}, which are separated by spaces; a {@code *} at an
     * end of one stands for anything.
     */
    boolean isResponsesOnly(String upstreamModel) {
        String patterns = quirk("responses_only", "");
        if (patterns.isEmpty()) {
            return false;
        }
        for (String each : patterns.split(" ")) {
            if (fits(each, upstreamModel)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(String pattern, String name) {
        boolean open = pattern.startsWith("*");
        boolean openEnd = pattern.endsWith("*");
        String core = pattern.substring(open ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
        if (open) {
            return openEnd ? name.contains(core) : name.endsWith(core);
        }
        return openEnd ? name.startsWith(core) : name.equals(core);
    }
}
