package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reservation on its way through the gate. Its mutable part belongs to the gate's own context. */
final class HoldRequest {

    private final ReserveRequest request;
    private final EscrowAsk ask;
    private final long giveUpAtNanos;
    private final @Nullable Context context;
    private final Promise<ReserveOutcome> outcome = Promise.promise();
    private boolean due;

    HoldRequest(ReserveRequest request, EscrowAsk ask, long giveUpAtNanos, @Nullable Context context) {
        this.request = request;
        this.ask = ask;
        this.giveUpAtNanos = giveUpAtNanos;
        this.context = context;
    }

    ReserveRequest request() {
        return request;
    }

    EscrowAsk ask() {
        return ask;
    }

    TenantId tenant() {
        return request.caller().tenant();
    }

    List<BudgetId> budgets() {
        return ask.budgets();
    }

    @Nullable
    Context context() {
        return context;
    }

    Promise<ReserveOutcome> outcome() {
        return outcome;
    }

    boolean isOverdue(long nowNanos) {
        return nowNanos - giveUpAtNanos >= 0;
    }

    /** Money it waits for has moved: it is worth deciding again. */
    void markDue() {
        due = true;
    }

    /** Whether it is to be decided again; asking takes the mark away. */
    boolean takeDue() {
        boolean was = due;
        due = false;
        return was;
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
