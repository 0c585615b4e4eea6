package io.signalbox.billing.budget;

import io.signalbox.key.Caller;
import java.util.List;
import java.util.Optional;

/** What decides which budgets an attempt spends from: who asks, for what task and under which tags, and the model that is to serve. */
public record SpendFacts(Caller caller, Optional<String> task, String model, List<String> tags, boolean paidDirectly) {

    public SpendFacts {
        tags = List.copyOf(tags);
    }

    static SpendFacts of(ReserveRequest request) {
        return new SpendFacts(
                request.caller(),
                request.task(),
                request.deployment().model().name(),
                request.tags(),
                request.deployment().isPaidDirectlyBy(request.caller().tenant()));
    }
}
