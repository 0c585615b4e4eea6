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
        if (request.attempts().isEmpty() && request.cost().isEmpty()) {
            return "nothing was sent to a provider";
        }
        return switch (request.costStatus()) {
            case "exact" -> "exact, by the provider’s own count";
            case "estimated" -> "estimated: the provider sent no count";
            case "pending" -> "not settled yet";
            default -> "this model has no price";
        };
    }

    /** Why the model that served (or was planned first) was the one. */
    static String why(RequestRecord request) {
        Optional<RouteReason> reason = request.routeReason().flatMap(RequestWords::reason);
        if (reason.isEmpty()) {
            return "No model was chosen: the request ended before that.";
        }
        String task = request.task().map(name -> "“" + name + "”").orElse("untagged");
        return switch (reason.get()) {
            case PINNED -> "The caller asked for this model by name, so nothing else was considered.";
            case TASK_RULE -> "The routing policy has a rule for the task " + task + ", and it names this model.";
            case CHEAPEST_ABOVE_FLOOR ->
                "For the task " + task + " the cheapest model that can do this request was chosen.";
            case PROMOTED -> "Measured quality on the task " + task + " allows this cheaper model.";
            case CANARY -> "This request is one of the few that try a cheaper model for the task " + task + ".";
            case HOLDOUT ->
                "This request is one of the few that go to the baseline model, to measure what routing saves.";
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
            case "suffix" -> "from the model name";
            case "header" -> "from the header x-signalbox-task";
            case "metadata" -> "from the body’s metadata";
            case "option", "body" -> "from the body";
            case "classifier" -> "from the classifier";
            default -> "";
        };
        String task = request.task()
                .map(name -> "Task “" + name + "”" + (source.isEmpty() ? "" : " " + source))
                .orElse("No task was given");
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
