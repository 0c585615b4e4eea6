package io.signalbox.catalog;

import java.util.EnumSet;
import java.util.Set;

/** What a model can do, told by what it cannot; the planner's hard filters read it. What is not known of a model it may be asked for. */
public record Capabilities(Set<Feature> lacks) {

    /** Features that a row of the model book must claim: few models have them. */
    public static final Set<Feature> RARE =
            Set.of(Feature.AUDIO_IN, Feature.AUDIO_OUT, Feature.FILES, Feature.PREDICTION, Feature.WEB_SEARCH);

    /** A model of which nothing is known. */
    public static final Capabilities UNKNOWN = new Capabilities(Set.of());

    public Capabilities {
        lacks = Set.copyOf(lacks);
    }

    /** The four that every model's row tells; it lacks nothing else. */
    public Capabilities(boolean tools, boolean jsonSchema, boolean vision, boolean reasoning) {
        this(lacking(tools, jsonSchema, vision, reasoning));
    }

    private static Set<Feature> lacking(boolean tools, boolean jsonSchema, boolean vision, boolean reasoning) {
        Set<Feature> lacks = EnumSet.noneOf(Feature.class);
        addUnless(tools, Feature.TOOLS, lacks);
        addUnless(jsonSchema, Feature.JSON_SCHEMA, lacks);
        addUnless(vision, Feature.IMAGES, lacks);
        addUnless(reasoning, Feature.REASONING, lacks);
        return lacks;
    }

    private static void addUnless(boolean can, Feature feature, Set<Feature> lacks) {
        if (!can) {
            lacks.add(feature);
        }
    }

    public boolean can(Feature feature) {
        return !lacks.contains(feature);
    }

    public boolean tools() {
        return can(Feature.TOOLS);
    }

    public boolean jsonSchema() {
        return can(Feature.JSON_SCHEMA);
    }

    public boolean vision() {
        return can(Feature.IMAGES);
    }

    public boolean reasoning() {
        return can(Feature.REASONING);
    }
}
