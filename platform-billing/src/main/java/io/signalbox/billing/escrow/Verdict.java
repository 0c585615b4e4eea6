package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import java.util.function.Consumer;

/** What was decided about one ask. */
public sealed interface Verdict {

    /** It may cost {@code amount}, in all of its budgets. */
    record Granted(Money amount, long outputTokens, boolean clamped) implements Verdict {}

    /** Money held by others stands in the way, in {@code budget} most of all. */
    record InTheWay(BudgetId budget, Balance balance) implements Verdict {}

    /** Not even what is held could help. */
    record Short(BudgetId budget, Balance balance) implements Verdict {}

    /** Not looked at: a period has changed or the request was counted before. To be asked again. */
    record Undecided() implements Verdict {}

    default void act(
            Consumer<Granted> granted,
            Consumer<InTheWay> inTheWay,
            Consumer<Short> tooShort,
            Consumer<Undecided> undecided) {
        if (this instanceof Granted it) {
            granted.accept(it);
        } else if (this instanceof InTheWay it) {
            inTheWay.accept(it);
        } else if (this instanceof Short it) {
            tooShort.accept(it);
        } else {
            undecided.accept((Undecided) this);
        }
    }
}
