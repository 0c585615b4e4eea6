package io.signalbox.billing.payment;

import java.util.function.Function;

/** What became of a notice of payment. */
public sealed interface NoticeVerdict {

    /** It was booked, now or when it came first. */
    record Booked(String orderId) implements NoticeVerdict {}

    /** It was not, and {@code why} is for the log: whoever sent it learns nothing. */
    record Refused(String why) implements NoticeVerdict {}

    default <T> T fold(Function<Booked, T> booked, Function<Refused, T> refused) {
        return this instanceof Booked it ? booked.apply(it) : refused.apply((Refused) this);
    }
}
