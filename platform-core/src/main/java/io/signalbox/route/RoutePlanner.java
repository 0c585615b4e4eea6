package io.signalbox.route;

import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Operation;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * smart-select's decision, a pure function of its arguments: which deployments to try, in which order, and why. A named model is pinned;
 * {@code smart-select} takes the cheapest capable candidate for light tasks and the primary for everything else. Throws a {@link Fault} when
 * nothing can serve: unknown, forbidden or incapable, naming which.
 */
public final class RoutePlanner {

    /** The virtual model's name; a task may follow after a colon. */
    public static final String SMART_SELECT = "smart-select";

    /** What {@code taskSource} says when the suffix named the task. */
    public static final String FROM_SUFFIX = "suffix";

    public RoutePlan plan(RouteRequest request, Catalog catalog, RoutingPolicy policy) {
        if (catalog.isEmpty()) {
            throw Fault.of(
                    FaultCode.NO_HEALTHY_PROVIDER,
                    "No provider can be reached: no credential here has a usable secret for a provider that is spoken. An admin of this tenant can set one.");
        }
        requireNamed(request);
        if (!request.models().isEmpty()) {
            return planList(request, catalog, policy);
        }
        if (isSmart(request.model())) {
            return planSmart(request, catalog, policy);
        }
        return planPinned(request, catalog, policy);
    }

    /**
     * The plan with the attempt at {@code index} replaced by cheaper ones, the cheapest first, when a budget refuses it; one that was cheaper already gives way to the
     * next. Empty when there is none, and when the caller wants no other model than its own.
     */
    public Optional<RoutePlan> cheaper(
            RoutePlan plan, int index, RouteRequest request, TenantRoutes world, String why) {
        return new Downgrade(plan, index, request, why).plan(world.catalog(), world.policy());
    }

    /** smart-select knows tasks of chat only. */
    private static void requireNamed(RouteRequest request) {
        Operation operation = request.facts().wire().operation();
        boolean smart = isSmart(request.model()) || request.models().stream().anyMatch(RoutePlanner::isSmart);
        if (smart && operation != Operation.CHAT) {
            throw Fault.with(
                            FaultCode.INVALID_REQUEST,
                            "smart-select chooses among models for chat. Name a model for " + operation.phrase()
                                    + ": GET /v1/models lists them.")
                    .param("model")
                    .build();
        }
    }

    private static boolean isSmart(String model) {
        return model.equals(SMART_SELECT) || model.startsWith(SMART_SELECT + ":");
    }

    private RoutePlan planPinned(RouteRequest request, Catalog catalog, RoutingPolicy policy) {
        List<String> names = new ArrayList<>();
        names.add(request.model());
        names.addAll(request.fallbackModels());
        names.forEach(name -> requireAllowed(request, name));
        if (request.fallbackModels().isEmpty()) {
            policy.fallbacks().stream().filter(name -> isAllowed(request, name)).forEach(names::add);
        }
        return planNamed(request, catalog, policy, names, "the caller named this model");
    }

    private RoutePlan planList(RouteRequest request, Catalog catalog, RoutingPolicy policy) {
        request.models().forEach(name -> requireAllowed(request, name));
        return planNamed(request, catalog, policy, request.models(), "first of the caller's list that can serve");
    }

    private RoutePlan planNamed(
            RouteRequest request, Catalog catalog, RoutingPolicy policy, List<String> names, String whyFirst) {
        Sieve sieve = new Sieve(request, catalog);
        List<Deployment> fitting = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            if (isSmart(name)) {
                sieve.passThrough(smartOrder(taskOf(name, request), catalog, policy, request))
                        .forEach(fitting::add);
            } else {
                sieve.passThrough(sieve.find(name)).forEach(fitting::add);
            }
        }
        if (fitting.isEmpty()) {
            throw sieve.nothingFits(names);
        }
        String requested = request.models().isEmpty() ? request.model() : names.get(0);
        return assemble(
                requested, request, policy, sieve, fitting, new Choice(RouteReason.PINNED, whyFirst), Optional.empty());
    }

    private RoutePlan planSmart(RouteRequest request, Catalog catalog, RoutingPolicy policy) {
        requireAllowed(request, SMART_SELECT);
        Optional<Task> task = taskOf(request.model(), request);
        Sieve sieve = new Sieve(request, catalog);
        List<Deployment> candidates = smartOrder(task, catalog, policy, request);
        if (candidates.isEmpty()) {
            throw Fault.with(
                            FaultCode.NO_CAPABLE_MODEL,
                            "smart-select has no model to choose from: the providers here offer none that the model book knows."
                                    + " Name one as provider/model.")
                    .param("model")
                    .build();
        }
        List<Deployment> fitting = sieve.passThrough(candidates);
        if (fitting.isEmpty()) {
            throw sieve.nothingFits(policy.candidates());
        }
        boolean light = task.filter(it -> it.tier() == Tier.LIGHT).isPresent();
        String why = light
                ? "light task: the cheapest capable candidate"
                : task.map(it -> it.tier().wireName() + " task: the primary model")
                        .orElse("no task given: the primary model");
        RouteReason reason = light ? RouteReason.CHEAPEST_ABOVE_FLOOR : RouteReason.TASK_RULE;
        return assemble(request.model(), request, policy, sieve, fitting, new Choice(reason, why), task);
    }

    /** Candidates in the order they should be tried: by price for light tasks, else the primary first and then the dearest. */
    private static List<Deployment> smartOrder(
            Optional<Task> task, Catalog catalog, RoutingPolicy policy, RouteRequest request) {
        boolean light = task.filter(it -> it.tier() == Tier.LIGHT).isPresent();
        Set<String> names = new LinkedHashSet<>();
        if (!light) {
            names.add(policy.primary());
        }
        names.addAll(policy.candidates());
        names.add(policy.primary());
        List<Deployment> candidates = new ArrayList<>();
        names.forEach(name -> catalog.find(name).stream()
                .filter(each -> !each.model().isUnknown())
                .forEach(candidates::add));
        Comparator<Deployment> byPrice = Comparator.comparing(
                each -> each.rates().map(rates -> Sieve.expectedCost(rates, request.facts())),
                Comparator.comparing(cost -> cost.map(Money::nanos).orElse(Long.MAX_VALUE)));
        if (light) {
            candidates.sort(byPrice);
            return candidates;
        }
        candidates.sort(Comparator.<Deployment, Boolean>comparing(each -> !isPrimary(each, catalog, policy))
                .thenComparing(byPrice.reversed()));
        return candidates;
    }

    private static boolean isPrimary(Deployment deployment, Catalog catalog, RoutingPolicy policy) {
        return catalog.find(policy.primary()).contains(deployment);
    }

    private static Optional<Task> taskOf(String model, RouteRequest request) {
        int colon = model.indexOf(':');
        if (colon < 0) {
            return request.taskTag().map(tag -> task(tag, "task"));
        }
        return Optional.of(task(model.substring(colon + 1), "model"));
    }

    private static Task task(String name, String param) {
        return Task.builtIn(name)
                .orElseThrow(() -> Fault.with(
                                FaultCode.INVALID_REQUEST,
                                "Unknown task '" + shortened(name)
                                        + "'. Known: light, standard, complex, classification, extraction,"
                                        + " summarization, translation, rewriting, qa, creative, math, code, reasoning.")
                        .param(param)
                        .build());
    }

    static boolean isAllowed(RouteRequest request, String name) {
        return request.allowedModels().isEmpty() || request.allowedModels().contains(grant(name));
    }

    /** Every task of smart-select is one grant, and what it chooses needs no other. */
    private static String grant(String name) {
        return isSmart(name) ? SMART_SELECT : name;
    }

    private static void requireAllowed(RouteRequest request, String name) {
        if (!isAllowed(request, name)) {
            throw Fault.with(
                            FaultCode.MODEL_NOT_ALLOWED,
                            "This key may not use '" + shortened(grant(name)) + "'. Allowed: "
                                    + String.join(
                                            ", ",
                                            request.allowedModels().stream()
                                                    .sorted()
                                                    .toList()) + ".")
                    .param("model")
                    .build();
        }
    }

    private static RoutePlan assemble(
            String requested,
            RouteRequest request,
            RoutingPolicy policy,
            Sieve sieve,
            List<Deployment> fitting,
            Choice first,
            Optional<Task> task) {
        List<Attempt> attempts = new ArrayList<>();
        int most = request.fallback() ? request.maxAttempts() : 1;
        for (Deployment each : fitting) {
            if (attempts.size() == most) {
                break;
            }
            attempts.add(
                    attempts.isEmpty()
                            ? new Attempt(each, first.reason, first.why)
                            : new Attempt(each, RouteReason.FALLBACK, "next after " + last(attempts) + " failed"));
        }
        Deployment chosen = fitting.get(0);
        boolean smart = first.reason != RouteReason.PINNED;
        String source = requested.indexOf(':') >= 0 && smart ? FROM_SUFFIX : request.taskSource();
        return new RoutePlan(
                requested,
                task,
                task.isPresent() ? source : "none",
                policy.version(),
                attempts,
                sieve.candidates(chosen, first.why),
                smart ? sieve.find(policy.primary()).stream().findFirst() : Optional.empty());
    }

    private static String last(List<Attempt> attempts) {
        return attempts.get(attempts.size() - 1).deployment().model().name();
    }

    private record Choice(RouteReason reason, String why) {}

    static String shortened(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "…";
    }
}
