package io.signalbox.billing.budget;

import io.signalbox.money.Money;
import java.util.function.Consumer;

/** What {@link Escrow} decided about one ask. */
sealed interface EscrowVerdict {

    /** Held in all of its budgets. */
    record Granted(Money amount, long outputTokens, boolean clamped) implements EscrowVerdict {}

    /** Money held by others stands in the way, in {@code budget} most of all. */
    record InTheWay(PeriodBalance budget) implements EscrowVerdict {}

    /** Not even what is held could help. */
    record Short(PeriodBalance budget) implements EscrowVerdict {}

    default void act(Consumer<Granted> granted, Consumer<InTheWay> inTheWay, Consumer<Short> tooShort) {
        if (this instanceof Granted it) {
            granted.accept(it);
        } else if (this instanceof InTheWay it) {
            inTheWay.accept(it);
        } else {
            tooShort.accept((Short) this);
        }
    }
}
