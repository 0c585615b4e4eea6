package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The decision about money, and nothing else: no clock, no database, no node. Asks are decided in the order they came, each seeing what those before it
 * hold, and each all or nothing: it is held in every one of its budgets or in none.
 *
 * <p>With R the most an attempt can cost, <i>free</i> what a budget has neither spent nor held, and <i>ceiling</i> what it has not spent:
 * <ul>
 *   <li>R fits every free: held in full.
 *   <li>R exceeds a ceiling, so no waiting would help: the output is cut to what every free affords, if that is still worth an answer. If it
 *       were worth one with what others hold, they are in the way; else the budget is short.
 *   <li>Otherwise only what others hold is in the way.
 * </ul>
 * What costs nothing is always held: no limit stands against it.
 */
final class Escrow {

    private final Map<BudgetId, Balance> balances;

    private Escrow(Map<BudgetId, Balance> balances) {
        this.balances = new HashMap<>(balances);
    }

    /** One verdict per ask, in their order. A budget that is not among {@code balances} no longer exists and bounds nothing. */
    static List<Verdict> decide(Map<BudgetId, Balance> balances, List<Ask> asks) {
        Escrow escrow = new Escrow(balances);
        List<Verdict> verdicts = new ArrayList<>(asks.size());
        for (Ask each : asks) {
            verdicts.add(escrow.decide(each));
        }
        return verdicts;
    }

    private Verdict decide(Ask ask) {
        Money full = ask.upperBound();
        List<BudgetId> budgets =
                ask.budgets().stream().filter(balances::containsKey).toList();
        if (budgets.isEmpty() || full.nanos() == 0) {
            return grant(ask, full, ask.outputTokens(), false);
        }
        BudgetId leastFree = least(budgets, Balance::free);
        Money free = balanceOf(leastFree).free();
        if (full.compareTo(free) <= 0) {
            return grant(ask, full, ask.outputTokens(), false);
        }
        BudgetId lowest = least(budgets, Balance::ceiling);
        Money ceiling = balanceOf(lowest).ceiling();
        if (full.compareTo(ceiling) <= 0) {
            return new Verdict.InTheWay(leastFree, balanceOf(leastFree));
        }
        long affordable = worthwhileOutput(ask, free);
        if (affordable > 0) {
            return grant(ask, ask.rates().upperBound(ask.inputTokens(), affordable), affordable, true);
        }
        return worthwhileOutput(ask, ceiling) > 0
                ? new Verdict.InTheWay(leastFree, balanceOf(leastFree))
                : new Verdict.Short(lowest, balanceOf(lowest));
    }

    private Verdict grant(Ask ask, Money amount, long outputTokens, boolean clamped) {
        for (BudgetId each : ask.budgets()) {
            balances.computeIfPresent(each, (id, balance) -> balance.holding(amount));
        }
        return new Verdict.Granted(amount, outputTokens, clamped);
    }

    /** The output that {@code money} affords, 0 when it is not worth an answer. {@code money} is less than the full amount, so nothing overflows. */
    private static long worthwhileOutput(Ask ask, Money money) {
        if (money.isNegative()) {
            return 0;
        }
        OptionalLong affordable = ask.rates().affordableOutput(money, ask.inputTokens());
        long output = Math.min(affordable.orElse(0), ask.outputTokens());
        return output >= Math.max(1, ask.minOutputTokens()) ? output : 0;
    }

    private BudgetId least(List<BudgetId> budgets, Function<Balance, Money> amount) {
        return budgets.stream()
                .min(Comparator.comparing(budget -> amount.apply(balanceOf(budget))))
                .orElseThrow();
    }

    private Balance balanceOf(BudgetId budget) {
        return Objects.requireNonNull(balances.get(budget));
    }
}
