package io.signalbox.billing.bench;

import io.signalbox.billing.escrow.Answer;
import io.signalbox.billing.escrow.Ask;
import io.signalbox.billing.escrow.Authority;
import io.signalbox.billing.escrow.Balance;
import io.signalbox.billing.escrow.BudgetAccount;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.escrow.NodeEscrow;
import io.signalbox.billing.escrow.PeriodId;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A node whose purses hold $1000 of each budget, granted by the real authority without PostgreSQL. */
record FundedNode(NodeEscrow escrow, List<BudgetId> budgets) {

    private static final long FUNDS_NANOS = 1_000_000_000_000L;

    static FundedNode of(int budgetCount) {
        AtomicInteger leases = new AtomicInteger();
        NodeEscrow escrow = new NodeEscrow(
                new NodeEpoch("nod_bench", 1), () -> new LeaseId("lea_" + leases.incrementAndGet()), () -> {}, 0);
        List<BudgetId> budgets = IntStream.range(0, budgetCount)
                .mapToObj(i -> new BudgetId("bud_" + i))
                .toList();
        // An output token costs one nano.
        escrow.submit(
                new Ask("evt_funds", budgets, Rates.ofText(0, 1_000_000), 0, FUNDS_NANOS, FUNDS_NANOS), Long.MAX_VALUE);
        List<BudgetAccount> accounts =
                budgets.stream().map(FundedNode::account).toList();
        escrow.next(0).ifPresent(request -> escrow.answered(Authority.answer(request, accounts, 1), 0));
        escrow.answers().forEach(FundedNode::release);
        return new FundedNode(escrow, budgets);
    }

    private static BudgetAccount account(BudgetId budget) {
        return new BudgetAccount(
                new PeriodId(budget, "2026-11"),
                BudgetAccount.FOR_EVER,
                Balance.unused(new Money(4 * FUNDS_NANOS)),
                List.of());
    }

    private static void release(Answer answer) {
        if (!(answer instanceof Answer.Held held)) {
            throw new IllegalStateException("no funds: " + answer);
        }
        held.hold().release();
    }
}
