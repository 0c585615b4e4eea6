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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hard filters of one planning: what a request needs and a deployment lacks, remembered so that it can be told. */
final class Sieve {

    /** English text has about four bytes a token; only for expectations, never for a bound. */
    private static final int TYPICAL_BYTES_PER_TOKEN = 4;

    private static final int TYPICAL_OUTPUT_TOKENS = 300;

    private final RouteRequest request;
    private final Catalog catalog;
    private final Map<Deployment, Optional<String>> lacks = new LinkedHashMap<>();
    private boolean anyKnown;

    Sieve(RouteRequest request, Catalog catalog) {
        this.request = request;
        this.catalog = catalog;
    }

    List<Deployment> find(String name) {
        return catalog.find(name);
    }

    /** Those that can serve the request, in the given order, each once. */
    List<Deployment> passThrough(List<Deployment> deployments) {
        List<Deployment> fitting = new ArrayList<>();
        for (Deployment each : deployments) {
            anyKnown = true;
            if (!lacks.containsKey(each)) {
                Optional<String> lack = lack(each);
                lacks.put(each, lack);
                if (lack.isEmpty()) {
                    fitting.add(each);
                }
            }
        }
        return fitting;
    }

    private Optional<String> lack(Deployment deployment) {
        RequestFacts facts = request.facts();
        var model = deployment.model();
        Optional<String> missing = missing(facts, deployment);
        if (missing.isPresent()) {
            return missing;
        }
        if (expectedInput(facts) + Math.min(facts.outputTokens(), model.maxOutputTokens()) > model.contextTokens()) {
            return Optional.of("context of " + model.contextTokens() + " tokens is too short");
        }
        if (request.maxCost().isPresent()) {
            Optional<Money> cost = deployment.rates().map(rates -> expectedCost(rates, facts));
            if (cost.isEmpty() || cost.get().compareTo(request.maxCost().get()) > 0) {
                return Optional.of("would cost more than the request's limit of "
                        + request.maxCost().get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> missing(RequestFacts facts, Deployment deployment) {
        var can = deployment.model().capabilities();
        if (facts.needs(Feature.TOOLS) && !can.tools()) {
            return Optional.of("cannot call tools");
        }
        if (facts.needs(Feature.IMAGES) && !can.vision()) {
            return Optional.of("cannot read images");
        }
        if (facts.needs(Feature.JSON_SCHEMA) && !can.jsonSchema()) {
            return Optional.of("cannot follow a JSON schema");
        }
        return Optional.empty();
    }

    static Money expectedCost(Rates rates, RequestFacts facts) {
        long output = facts.outputTokens() == 0
                ? (long) TYPICAL_OUTPUT_TOKENS * facts.choices()
                : Math.min(facts.outputTokens(), (long) TYPICAL_OUTPUT_TOKENS * facts.choices());
        return rates.cost(TokenUsage.ofText(expectedInput(facts), output));
    }

    private static long expectedInput(RequestFacts facts) {
        return facts.inputBytes() / TYPICAL_BYTES_PER_TOKEN + 4L * facts.messages();
    }

    /** Everything considered, in the order considered, and why each was taken or not. */
    List<Candidate> candidates(Deployment chosen, String why) {
        List<Candidate> candidates = new ArrayList<>();
        lacks.forEach((deployment, lack) -> {
            Optional<Money> cost = deployment.rates().map(rates -> expectedCost(rates, request.facts()));
            boolean isChosen = deployment.equals(chosen);
            String reason = isChosen ? why : lack.orElse("stands by as a fallback");
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
        List<String> reasons = new ArrayList<>();
        lacks.forEach((deployment, lack) ->
                lack.ifPresent(text -> reasons.add(deployment.model().name() + " " + text)));
        return Fault.with(
                        FaultCode.NO_CAPABLE_MODEL,
                        "No model can serve this request: " + String.join("; ", reasons) + ".")
                .param("model")
                .build();
    }

    private String unknown(List<String> names) {
        String asked = RoutePlanner.shortened(String.join(", ", names));
        return "The model '" + asked
                + "' does not exist here. GET /v1/models lists what this key may use; smart-select is"
                + " always there."
                + nearest(names.get(0))
                        .map(name -> " Did you mean '" + name + "'?")
                        .orElse("");
    }

    private Optional<String> nearest(String asked) {
        String wanted = asked.toLowerCase(java.util.Locale.ROOT);
        return catalog.modelNames().stream()
                .filter(name -> name.contains(wanted) || wanted.contains(name))
                .findFirst();
    }
}
