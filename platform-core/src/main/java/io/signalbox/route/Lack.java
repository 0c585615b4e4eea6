package io.signalbox.route;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Operation;
import io.signalbox.catalog.Provider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One thing a request needs and a deployment lacks: the request's parameter that asks for it, when there is one, and the words for it. */
record Lack(Optional<String> param, String why) {

    /** What no translation carries: only a provider that takes the request's own wire can be asked. */
    private static final Set<Feature> NATIVE_ONLY = EnumSet.of(
            Feature.CUSTOM_TOOLS,
            Feature.BUILT_IN_TOOLS,
            Feature.OTHER_PARTS,
            Feature.AUDIO_OUT,
            Feature.PREDICTION,
            Feature.WEB_SEARCH);

    /** What the Responses API has no word for. */
    private static final Set<Feature> RESPONSES_LACK = EnumSet.of(
            Feature.AUDIO_IN,
            Feature.CHOICES,
            Feature.SEED,
            Feature.STOP,
            Feature.TOP_K,
            Feature.LOGIT_BIAS,
            Feature.FREQUENCY_PENALTY,
            Feature.PRESENCE_PENALTY);

    static Lack of(String why) {
        return new Lack(Optional.empty(), why);
    }

    /**
     * What {@code deployment} lacks of the features and members that a request names. A provider that takes the wire as it is reads the body
     * itself, so only what the books say of it and of the model counts there; for a translation its protocol's own limits count too.
     */
    static List<Lack> of(RequestFacts facts, Deployment deployment) {
        Provider provider = deployment.provider();
        boolean isNative = deployment.isNative(facts.wire());
        List<Lack> lacks = new ArrayList<>();
        if (!provider.protocol().knows(facts.wire().operation())) {
            lacks.add(new Lack(
                    Optional.of("model"), "does not serve " + facts.wire().wireName()));
        }
        Operation asked = facts.wire().operation();
        if (deployment.model().operation() != asked) {
            lacks.add(new Lack(
                    Optional.of("model"),
                    "serves " + deployment.model().operation().phrase() + ", not " + asked.phrase()));
        }
        if (facts.needs().isEmpty() && facts.unknown().isEmpty()) {
            return lacks;
        }
        for (Feature each : EnumSet.allOf(Feature.class)) {
            if (facts.needs(each) && lacks(deployment, each, isNative)) {
                lacks.add(new Lack(Optional.of(facts.wire().param(each)), "cannot " + each.phrase()));
            }
        }
        if (!isNative) {
            facts.unknown()
                    .forEach(name -> lacks.add(new Lack(
                            Optional.of(name),
                            "is reached by another protocol, which has no '" + RoutePlanner.shortened(name) + "'")));
        }
        return lacks;
    }

    private static boolean lacks(Deployment deployment, Feature feature, boolean isNative) {
        Provider provider = deployment.provider();
        if (!deployment.model().capabilities().can(feature)) {
            return true;
        }
        return isNative
                ? provider.lacks().contains(feature)
                : provider.lacksFeature(feature)
                        || NATIVE_ONLY.contains(feature)
                        || deployment.isResponsesOnly() && RESPONSES_LACK.contains(feature);
    }
}
