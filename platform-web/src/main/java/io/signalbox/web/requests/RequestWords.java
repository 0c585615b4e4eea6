package io.signalbox.web.requests;

import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestRecord.AttemptRecord;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.route.RouteReason;
import io.signalbox.web.page.MoneyText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A request's codes as sentences. */
final class RequestWords {

    static final String SANDBOX = "sandbox";
    private static final int CLIENT_GONE = FaultCode.CLIENT_GONE.status();

    private RequestWords() {}

    /** {@code good}, {@code warn} (the caller's doing) or {@code bad} (ours or a provider's). */
    static String level(int status) {
        if (status < 400) {
            return "good";
        }
        return status < 500 ? "warn" : "bad";
    }

    /** {@code 200}, {@code 402 budget exceeded}. */
    static String status(RequestRecord request) {
        return request.status()
                + request.faultCode().map(code -> " " + title(code)).orElse("");
    }

    static String outcome(RequestRecord request) {
        if (request.status() < 400) {
            return request.status() + (request.streamed() ? " streamed" : " answered");
        }
        if (request.status() == CLIENT_GONE) {
            return "The client left before the end";
        }
        return status(request);
    }

    /** A cost as the ledger has it: {@code ≈} when counted by us, a dash when there is no price. */
    static String cost(Optional<Money> cost, String costStatus) {
        String amount = cost.map(MoneyText::single).orElse(MoneyText.UNPRICED);
        return switch (costStatus) {
            case "estimated" -> "≈ " + amount;
            case "pending" -> cost.isPresent() ? amount : "pending";
            default -> amount;
        };
    }

    static String costNote(RequestRecord request) {
        if (request.attempts().stream().allMatch(attempt -> attempt.eventId().isEmpty())) {
            return "nothing was sent to a provider";
        }
        return switch (request.costStatus()) {
            case "exact" -> "exact, by the provider’s own count";
            case "estimated" -> "estimated: the provider sent no full count";
            case "pending" -> "not settled yet";
            default -> "this model has no price";
        };
    }

    /** Why the model that served was the one, or why none did. */
    static String why(RequestRecord request) {
        return request.routeReason()
                .flatMap(RequestWords::reason)
                .map(reason -> why(request, reason))
                .orElseGet(() -> whyNone(request));
    }

    private static String whyNone(RequestRecord request) {
        if (!request.attempts().isEmpty()) {
            return "No model answered: every attempt of the plan failed, as told below.";
        }
        return "No model was asked: the request ended before that"
                + request.faultCode().map(code -> " (" + title(code) + ")").orElse("") + ".";
    }

    private static String why(RequestRecord request, RouteReason reason) {
        Optional<String> task = request.task().map(name -> "the task “" + name + "”");
        String forTask = task.map(name -> "For " + name).orElse("For an untagged request");
        return switch (reason) {
            case PINNED -> "The caller named the model, so routing had nothing to choose.";
            case TASK_RULE ->
                task.map(name -> "The routing policy sends " + name + " to its primary model.")
                        .orElse("No task was given, so the routing policy’s primary model was taken.");
            case CHEAPEST_ABOVE_FLOOR -> forTask + " the cheapest model that can do it was chosen.";
            case PROMOTED -> forTask + " measured quality allows this cheaper model.";
            case CANARY -> forTask + " a few requests try a cheaper model; this is one of them.";
            case HOLDOUT -> "One of the few requests that go to the baseline model, to measure what routing saves.";
            case BUDGET_DOWNGRADE -> "A budget is nearly used up, and its rule says: take a cheaper model.";
            case FALLBACK -> fallback(request);
            case CACHE -> "The answer was in the cache, so no model had to be asked.";
            case SESSION -> "The conversation stays with the model that began it.";
        };
    }

    private static String fallback(RequestRecord request) {
        Optional<AttemptRecord> failed = request.attempts().stream()
                .filter(attempt -> !isServed(attempt))
                .findFirst();
        return failed.map(first -> "First choice was " + first.model() + " at " + first.provider() + ", which failed ("
                        + title(first.outcome()) + "); this is the next model of the plan.")
                .orElse("The models before it in the plan could not be used.");
    }

    /** Where the task came from and which policy decided. */
    static String whyNote(RequestRecord request) {
        String source = switch (request.taskSource()) {
            case "suffix" -> " from the model’s name";
            case "header" -> " from the header x-signalbox-task";
            case "body" -> " from the request’s body";
            case "classifier" -> " from the classifier";
            default -> "";
        };
        String task = request.task().map(name -> "Task “" + name + "”" + source).orElse("No task was given");
        String policy = request.policyVersion().isEmpty() ? "" : "; routing policy " + request.policyVersion();
        return task + policy + ".";
    }

    static boolean isServed(AttemptRecord attempt) {
        return "served".equals(attempt.outcome());
    }

    static String reasonText(String wireName) {
        return wireName.replace('_', ' ');
    }

    /** A fault's wire name as words. */
    static String title(String faultCode) {
        return Arrays.stream(FaultCode.values())
                .filter(code -> code.wireName().equals(faultCode))
                .findFirst()
                .map(FaultCode::title)
                .orElse(faultCode.replace('_', ' '));
    }

    private static Optional<RouteReason> reason(String wireName) {
        return Arrays.stream(RouteReason.values())
                .filter(each -> each.wireName().equals(wireName.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
