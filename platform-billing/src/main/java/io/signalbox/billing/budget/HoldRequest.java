package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.Ask;
import io.signalbox.billing.escrow.Balance;
import io.signalbox.billing.escrow.BudgetId;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reservation that purses could not serve at once, on its way through the gate. */
final class HoldRequest {

    private final ReserveRequest request;
    private final Ask ask;
    private final List<Budget> budgets;
    private final long giveUpAtNanos;
    private final @Nullable Context context;
    private final Promise<ReserveOutcome> outcome = Promise.promise();

    HoldRequest(ReserveRequest request, Ask ask, List<Budget> budgets, long giveUpAtNanos, @Nullable Context context) {
        this.request = request;
        this.ask = ask;
        this.budgets = budgets;
        this.giveUpAtNanos = giveUpAtNanos;
        this.context = context;
    }

    ReserveRequest request() {
        return request;
    }

    Ask ask() {
        return ask;
    }

    long giveUpAtNanos() {
        return giveUpAtNanos;
    }

    @Nullable
    Context context() {
        return context;
    }

    Promise<ReserveOutcome> outcome() {
        return outcome;
    }

    /** What its caller is told of the budget that stands in the way. */
    BudgetDenial denial(BudgetId budget, Balance balance, Optional<Instant> resetsAt) {
        Budget refusing = budgets.stream()
                .filter(each -> each.id().equals(budget))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(budget + " refused what it does not bound"));
        return new BudgetDenial(
                budget.value(),
                refusing.name(),
                refusing.scope().wireName(),
                balance.cap(),
                balance.spent(),
                balance.held(),
                resetsAt);
    }

    /** Answers on the context that asked. */
    void answer(ReserveOutcome answer) {
        hop(() -> outcome.complete(answer));
    }

    void fail(Throwable failure) {
        hop(() -> outcome.fail(failure));
    }

    private void hop(Runnable tell) {
        if (context == null) {
            tell.run();
            return;
        }
        context.runOnContext(here -> tell.run());
    }
}
