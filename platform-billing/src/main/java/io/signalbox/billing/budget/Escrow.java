package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
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

    private final Map<BudgetId, PeriodBalance> balances;

    private Escrow(Map<BudgetId, PeriodBalance> balances) {
        this.balances = new HashMap<>(balances);
    }

    /** One verdict per ask, in their order. A budget that is not among {@code balances} no longer exists and bounds nothing. */
    static List<EscrowVerdict> decide(Map<BudgetId, PeriodBalance> balances, List<EscrowAsk> asks) {
        Escrow escrow = new Escrow(balances);
        List<EscrowVerdict> verdicts = new ArrayList<>(asks.size());
        for (EscrowAsk each : asks) {
            verdicts.add(escrow.decide(each));
        }
        return verdicts;
    }

    private EscrowVerdict decide(EscrowAsk ask) {
        Money full = ask.upperBound();
        List<PeriodBalance> budgets = ask.budgets().stream()
                .map(balances::get)
                .filter(Objects::nonNull)
                .toList();
        if (budgets.isEmpty() || full.nanos() == 0) {
            return grant(ask, full, ask.outputTokens(), false);
        }
        PeriodBalance leastFree = least(budgets, PeriodBalance::free);
        if (full.compareTo(leastFree.free()) <= 0) {
            return grant(ask, full, ask.outputTokens(), false);
        }
        PeriodBalance lowest = least(budgets, PeriodBalance::ceiling);
        if (full.compareTo(lowest.ceiling()) <= 0) {
            return new EscrowVerdict.InTheWay(leastFree);
        }
        long affordable = worthwhileOutput(ask, leastFree.free());
        if (affordable > 0) {
            return grant(ask, ask.rates().upperBound(ask.inputTokens(), affordable), affordable, true);
        }
        return worthwhileOutput(ask, lowest.ceiling()) > 0
                ? new EscrowVerdict.InTheWay(leastFree)
                : new EscrowVerdict.Short(lowest);
    }

    private EscrowVerdict grant(EscrowAsk ask, Money amount, long outputTokens, boolean clamped) {
        for (BudgetId each : ask.budgets()) {
            balances.computeIfPresent(each, (id, balance) -> balance.holding(amount));
        }
        return new EscrowVerdict.Granted(amount, outputTokens, clamped);
    }

    /** The output that {@code money} affords, 0 when it is not worth an answer. {@code money} is less than the full amount, so nothing overflows. */
    private static long worthwhileOutput(EscrowAsk ask, Money money) {
        if (money.isNegative()) {
            return 0;
        }
        OptionalLong affordable = ask.rates().affordableOutput(money, ask.inputTokens());
        long output = Math.min(affordable.orElse(0), ask.outputTokens());
        return output >= Math.max(1, ask.minOutputTokens()) ? output : 0;
    }

    private static PeriodBalance least(List<PeriodBalance> budgets, Function<PeriodBalance, Money> amount) {
        return budgets.stream().min(Comparator.comparing(amount)).orElseThrow();
    }
}
