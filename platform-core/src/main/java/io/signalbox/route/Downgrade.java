package io.signalbox.route;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Deployment;
import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What may take the place of an attempt that a budget does not afford: models of the policy that the key may use and that can serve, by price. */
record Downgrade(RoutePlan plan, int index, RouteRequest request, String why) {

    Optional<RoutePlan> plan(Catalog catalog, RoutingPolicy policy) {
        List<Attempt> rest = refused().reason() == RouteReason.BUDGET_DOWNGRADE
                ? plan.attempts().subList(index + 1, plan.attempts().size())
                : cheaper(catalog, policy);
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        List<Attempt> attempts = new ArrayList<>(plan.attempts().subList(0, index));
        attempts.addAll(rest);
        return Optional.of(plan.trying(attempts));
    }

    private Attempt refused() {
        return plan.attempts().get(index);
    }

    private List<Attempt> cheaper(Catalog catalog, RoutingPolicy policy) {
        if (!request.fallback()) {
            return List.of();
        }
        long limit = expected(refused().deployment());
        Sieve sieve = new Sieve(request, catalog);
        List<Deployment> known = new ArrayList<>();
        for (String name : names(policy)) {
            sieve.find(name).stream().filter(each -> !each.model().isUnknown()).forEach(known::add);
        }
        return sieve.passThrough(known).stream()
                .filter(each -> expected(each) < limit)
                .sorted(Comparator.comparingLong(this::expected))
                .limit(Math.max(1, request.maxAttempts() - index))
                .map(each -> new Attempt(each, RouteReason.BUDGET_DOWNGRADE, why))
                .toList();
    }

    /** A key that may use smart-select may use whatever that may choose. */
    private Set<String> names(RoutingPolicy policy) {
        Set<String> names = new LinkedHashSet<>(policy.candidates());
        names.add(policy.primary());
        if (!RoutePlanner.isAllowed(request, RoutePlanner.SMART_SELECT)) {
            names.removeIf(name -> !RoutePlanner.isAllowed(request, name));
        }
        return names;
    }

    private long expected(Deployment deployment) {
        return deployment
                .rates()
                .map(rates -> Sieve.expectedCost(rates, request.facts()))
                .map(Money::nanos)
                .orElse(Long.MAX_VALUE);
    }
}
