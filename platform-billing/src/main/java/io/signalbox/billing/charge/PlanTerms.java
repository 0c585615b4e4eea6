package io.signalbox.billing.charge;

import io.signalbox.money.Money;
import java.util.Locale;
import java.util.Optional;

/**
 * What a tenant pays for what it uses. Shares are basis points of an event's cost, each rounded half up once per event: {@code markup} makes the price,
 * {@code fee} comes on top, {@code directFee} is all that is charged where the tenant pays the provider itself. The monthly fee is an invoice's.
 */
public record PlanTerms(Kind kind, int markup, int fee, int directFee, Money monthlyFee) {

    /** Of tenants nobody made a plan for: they owe what they cost. */
    public static final PlanTerms AT_COST = new PlanTerms(Kind.POSTPAID, 0, 0, 0, Money.ZERO);

    public static final int SHARE_MAX = 100_000;

    private static final int WHOLE = 10_000;
    private static final int HALF = WHOLE / 2;

    /** Whether usage is bounded by credit, or billed afterwards. */
    public enum Kind {
        PREPAID,
        POSTPAID;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> ofWireName(String name) {
            for (Kind each : values()) {
                if (each.wireName().equals(name)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    public PlanTerms {
        requireShare("markup", markup);
        requireShare("fee", fee);
        requireShare("direct fee", directFee);
        if (monthlyFee.isNegative()) {
            throw new IllegalArgumentException("monthly fee is " + monthlyFee + ": must be 0 or more");
        }
    }

    /** What the tenant pays for usage of this cost, without fees; nothing when it pays the provider directly. */
    public Money price(Money cost, boolean paidDirectly) {
        return paidDirectly ? Money.ZERO : cost.plus(share(cost, markup));
    }

    /** What the platform charges for the service. */
    public Money fee(Money cost, boolean paidDirectly) {
        return share(cost, paidDirectly ? directFee : fee);
    }

    /** The most that usage may cost in all so that price and fee do not exceed {@code balance}, but for the rounding of each event (below a nano). */
    public Money affordable(Money balance) {
        if (balance.isNegative()) {
            return Money.ZERO;
        }
        long rate = (long) WHOLE + markup + fee;
        long nanos = balance.nanos();
        return new Money(Math.addExact(Math.multiplyExact(nanos / rate, WHOLE), nanos % rate * WHOLE / rate));
    }

    /** What usage of a cost in all takes from the balance at most: {@code events} events round up half a nano, twice. */
    public Money upperBound(Money cost, long events) {
        return cost.plus(share(cost, markup)).plus(share(cost, fee)).plus(new Money(events));
    }

    private static Money share(Money of, int basisPoints) {
        long whole = Math.multiplyExact(of.nanos() / WHOLE, basisPoints);
        long rest = of.nanos() % WHOLE * basisPoints + HALF;
        return new Money(Math.addExact(whole, Math.floorDiv(rest, WHOLE)));
    }

    private static void requireShare(String name, int basisPoints) {
        if (basisPoints < 0 || basisPoints > SHARE_MAX) {
            throw new IllegalArgumentException(
                    name + " is " + basisPoints + ": must be 0.." + SHARE_MAX + " basis points (100 are 1 %)");
        }
    }
}
