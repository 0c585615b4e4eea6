package io.signalbox.route;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenClass;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests the price book cannot price: providers bill some parameters by the call, by the hour or at another rate than the listed one, and tools that
 * run at the provider read what no bound on the prompt covers. Such a request has no rates: under a budget it is refused, without one its cost is unknown.
 * A service tier or a longer context is priced where the book lists it, and nowhere else, though it were cheaper: a cost that is known to be wrong is none.
 */
public final class PriceTerms {

    private static final Set<Feature> CHARGED = EnumSet.of(Feature.WEB_SEARCH, Feature.BUILT_IN_TOOLS);

    /** Members that only some provider knows, and bills: searches, containers, tools and further models that it runs. */
    private static final Set<String> CHARGED_MEMBERS = Set.of(
            "search_parameters",
            "search_settings",
            "enable_search",
            "web_search",
            "web_search_options",
            "plugins",
            "mcp_servers",
            "container",
            "context_management.compact",
            "compound_custom",
            "documents",
            "data_sources",
            "service_tier",
            "speed",
            "inference_geo");

    private PriceTerms() {}

    /** The parameter that makes the listed {@code rates} worthless for a request; empty when they hold. */
    public static Optional<String> unpriced(RequestFacts facts, Optional<Rates> rates) {
        for (Feature each : CHARGED) {
            if (facts.needs(each)) {
                return Optional.of(facts.wire().param(each));
            }
        }
        if (facts.needs(Feature.SERVICE_TIER) && asked(facts, rates).isEmpty()) {
            return Optional.of(facts.wire().param(Feature.SERVICE_TIER));
        }
        if (facts.needs(Feature.LONG_CONTEXT) && !rates.filter(Rates::isStepped).isPresent()) {
            return Optional.of(facts.wire().param(Feature.LONG_CONTEXT));
        }
        if (facts.needs(Feature.AUDIO_IN) && !isListed(rates, TokenClass.AUDIO_IN)) {
            return Optional.of(facts.wire().param(Feature.AUDIO_IN));
        }
        if (facts.needs(Feature.AUDIO_OUT) && !isListed(rates, TokenClass.AUDIO_OUT)) {
            return Optional.of(facts.wire().param(Feature.AUDIO_OUT));
        }
        return facts.unknown().stream().filter(CHARGED_MEMBERS::contains).findFirst();
    }

    private static boolean isListed(Optional<Rates> rates, TokenClass tokenClass) {
        return rates.filter(it -> it.isListed(tokenClass)).isPresent();
    }

    /** The deployment with the rates that hold for a request. */
    static Deployment applied(RequestFacts facts, Deployment deployment) {
        if (deployment.rates().isEmpty()) {
            return deployment;
        }
        if (unpriced(facts, deployment.rates()).isPresent()) {
            return deployment.withoutRates();
        }
        return facts.needs(Feature.SERVICE_TIER)
                ? deployment.withRates(asked(facts, deployment.rates()).orElseThrow())
                : deployment;
    }

    /** What the service tier that a request asks for may cost at most. */
    private static Optional<Rates> asked(RequestFacts facts, Optional<Rates> rates) {
        return facts.serviceTier().flatMap(tier -> rates.flatMap(it -> it.asking(tier)));
    }
}
