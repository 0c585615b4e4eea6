package io.signalbox.route;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The hard filters of one planning: what a request needs and a deployment lacks, remembered so that it can be told. */
final class Sieve {

    /** English text has about four bytes a token; only for expectations, never for a bound. */
    private static final int TYPICAL_BYTES_PER_TOKEN = 4;

    private static final int TYPICAL_OUTPUT_TOKENS = 300;

    /** How many reasons a message holds. */
    private static final int REASONS_MAX = 12;

    private final RouteRequest request;
    private final Catalog catalog;
    private final Map<Deployment, List<Lack>> lacks = new LinkedHashMap<>();
    private boolean anyKnown;

    Sieve(RouteRequest request, Catalog catalog) {
        this.request = request;
        this.catalog = catalog;
    }

    List<Deployment> find(String name) {
        return catalog.find(name, request.facts().wire().operation());
    }

    /** Those that can serve the request, in the given order, each once. */
    List<Deployment> passThrough(List<Deployment> deployments) {
        List<Deployment> fitting = new ArrayList<>();
        for (Deployment listed : deployments) {
            Deployment each = PriceTerms.applied(request.facts(), listed);
            anyKnown = true;
            if (!lacks.containsKey(each)) {
                List<Lack> lacking = lacking(each);
                lacks.put(each, lacking);
                if (lacking.isEmpty()) {
                    fitting.add(each);
                }
            }
        }
        return fitting;
    }

    private List<Lack> lacking(Deployment deployment) {
        RequestFacts facts = request.facts();
        var model = deployment.model();
        List<Lack> lacking = Lack.of(facts, deployment);
        if (expectedInput(facts) + Math.min(facts.outputTokens(), model.maxOutputTokens())
                > facts.contextTokens(model)) {
            lacking.add(Lack.of("has a context of only " + facts.contextOf(model) + " tokens"));
        }
        if (request.maxCost().isPresent()) {
            Optional<Money> cost = deployment.rates().map(rates -> expectedCost(rates, facts));
            if (cost.isEmpty()) {
                lacking.add(Lack.of("has no known price for this, so that the request's limit of "
                        + request.maxCost().get() + " cannot be kept"));
            } else if (cost.get().compareTo(request.maxCost().get()) > 0) {
                lacking.add(Lack.of("would cost more than the request's limit of "
                        + request.maxCost().get()));
            }
        }
        return lacking;
    }

    static Money expectedCost(Rates rates, RequestFacts facts) {
        long output = facts.outputTokens() == 0
                ? (long) TYPICAL_OUTPUT_TOKENS * facts.choices()
                : Math.min(facts.outputTokens(), (long) TYPICAL_OUTPUT_TOKENS * facts.choices());
        return rates.cost(TokenUsage.ofText(expectedInput(facts), output));
    }

    private static long expectedInput(RequestFacts facts) {
        if (facts.needs(Feature.TOKEN_INPUT)) {
            return facts.inputBytes();
        }
        return facts.inputBytes() / TYPICAL_BYTES_PER_TOKEN + 4L * facts.messages();
    }

    /** Everything considered, in the order considered, and why each was taken or not. */
    List<Candidate> candidates(Deployment chosen, String why) {
        List<Candidate> candidates = new ArrayList<>();
        lacks.forEach((deployment, lacking) -> {
            Optional<Money> cost = deployment.rates().map(rates -> expectedCost(rates, request.facts()));
            boolean isChosen = deployment.equals(chosen);
            String otherwise = lacking.isEmpty()
                    ? "stands by as a fallback"
                    : lacking.stream().map(Lack::why).collect(Collectors.joining(", "));
            String reason = isChosen ? why : otherwise;
            candidates.add(new Candidate(
                    deployment.model().name(), deployment.provider().name(), cost, isChosen, reason));
        });
        return candidates;
    }

    /** The fault that tells why no deployment passed. */
    Fault nothingFits(List<String> names) {
        if (!anyKnown) {
            return Fault.with(FaultCode.MODEL_NOT_FOUND, unknown(names))
                    .param("model")
                    .build();
        }
        Optional<String> common = commonParam();
        if (common.isPresent()) {
            return Fault.with(
                            FaultCode.UNSUPPORTED_PARAMETER,
                            "'" + RoutePlanner.shortened(common.get()) + "' cannot be served: "
                                    + told(lack -> lack.param().equals(common))
                                    + ". Leave it out, or ask for another model.")
                    .param(common.get())
                    .build();
        }
        return Fault.with(FaultCode.NO_CAPABLE_MODEL, "No model can serve this request: " + told(lack -> true) + ".")
                .param("model")
                .build();
    }

    /** The parameter that every deployment considered fails at: without it, some might serve. */
    private Optional<String> commonParam() {
        Set<String> common = new LinkedHashSet<>();
        lacks.values().stream().findFirst().ifPresent(first -> common.addAll(params(first)));
        lacks.values().forEach(lacking -> common.retainAll(params(lacking)));
        return common.stream().filter(param -> !param.equals("model")).findFirst();
    }

    private static Set<String> params(List<Lack> lacking) {
        return lacking.stream()
                .flatMap(lack -> lack.param().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Which model lacks what, each once. */
    private String told(Predicate<Lack> which) {
        List<String> reasons = lacks.entrySet().stream()
                .flatMap(each -> each.getValue().stream()
                        .filter(which)
                        .map(lack -> each.getKey().model().name() + " " + lack.why()))
                .distinct()
                .toList();
        String first = reasons.stream().limit(REASONS_MAX).collect(Collectors.joining("; "));
        return reasons.size() <= REASONS_MAX ? first : first + "; and " + (reasons.size() - REASONS_MAX) + " more";
    }

    private String unknown(List<String> names) {
        String asked = RoutePlanner.shortened(String.join(", ", names));
        List<String> nearest = catalog.nearest(names.get(0));
        return "The model '" + asked
                + "' does not exist here. GET /v1/models lists what this key may use; smart-select is always there."
                + (nearest.isEmpty() ? "" : " Did you mean '" + String.join("' or '", nearest) + "'?");
    }
}
