package io.signalbox.api.chat;

import io.signalbox.billing.budget.BudgetDenial;
import io.signalbox.billing.budget.ReserveOutcome;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import java.util.Optional;

/** The gate's refusals in words, with the figures a program needs: SDKs retry 429, never 402. */
final class BudgetFaults {

    private BudgetFaults() {}

    static Fault exhausted(BudgetDenial denial) {
        String resets = denial.resetsAt().map(at -> ", resets " + at).orElse(", has no reset");
        return with(
                        Fault.with(
                                FaultCode.BUDGET_EXCEEDED,
                                "Blocked by budget '" + denial.name() + "': " + denial.spent() + " of " + denial.limit()
                                        + " used" + resets + "."),
                        denial)
                .build();
    }

    static Fault inFlight(ReserveOutcome.InFlight inFlight) {
        BudgetDenial denial = inFlight.denial();
        return with(
                        Fault.with(
                                FaultCode.BUDGET_IN_FLIGHT,
                                "Budget '" + denial.name() + "' is held by running requests: " + denial.reserved()
                                        + " reserved beside " + denial.spent() + " of " + denial.limit() + " used."),
                        denial)
                .retryAfter(inFlight.retryAfter())
                .build();
    }

    /** {@code param} is the parameter whose price is not known, where it is not the model's. */
    static Fault unpriceable(String model, Optional<String> param, ReserveOutcome.Unpriceable unpriceable) {
        String what = param.map(name -> "What '" + name + "' asks for is billed at a price that is not kept here")
                .orElse("The model '" + model + "' has no price");
        Fault.Builder fault = Fault.with(
                        FaultCode.UNPRICEABLE, what + ", and a budget applies to this request: it cannot be kept.")
                .metadata("budget_id", unpriceable.budgetId());
        param.ifPresent(fault::param);
        return fault.build();
    }

    private static Fault.Builder with(Fault.Builder fault, BudgetDenial denial) {
        return fault.metadata("budget_id", denial.budgetId())
                .metadata("scope", denial.scope())
                .metadata("limit_usd", denial.limit().usd())
                .metadata("spent_usd", denial.spent().usd())
                .metadata("reserved_usd", denial.reserved().usd())
                .metadata("resets_at", denial.resetsAt().map(Object::toString).orElse(null));
    }
}
