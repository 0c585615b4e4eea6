package io.signalbox.billing.budget;

import io.signalbox.money.Money;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A budget as it stands in its present {@code period}, which has an id and a beginning (none for a total or a rolling window). {@code raised} is what raises add to
 * the limit until {@code raisedUntil}, when the first of them lapses. {@code resetsAt} is when the period ends, of a rolling window when its oldest hour leaves.
 */
public record BudgetView(
        Budget budget,
        String period,
        Optional<Instant> startsAt,
        Money spent,
        Money reserved,
        Money overrun,
        Money raised,
        Optional<Instant> raisedUntil,
        Optional<Instant> resetsAt,
        Optional<Forecast> forecast) {

    /** The limit with what was raised for a while: what grants go by. */
    public Money limit() {
        return budget.limit().plus(raised);
    }

    /** What may still be reserved; never negative. */
    public Money remaining() {
        Money left = limit().minus(spent).minus(reserved);
        return left.isNegative() ? Money.ZERO : left;
    }

    /** What will probably be spent when the period ends, or is spent now where that cannot be foretold, in per cent of the limit. */
    public long riskPercent() {
        return percent(forecast.map(Forecast::p50).orElse(spent));
    }

    /** What is spent, in per cent of the limit, rounded down; of no limit it is 100 per cent. */
    public long spentPercent() {
        return percent(spent);
    }

    /** The highest of its marks that what is spent has reached in this period; empty below the first. */
    public Optional<Integer> markReached() {
        long percent = spentPercent();
        return budget.terms().marks().stream().filter(mark -> mark <= percent).reduce((lower, higher) -> higher);
    }

    private long percent(Money part) {
        long limit = limit().nanos();
        if (limit == 0) {
            return 100;
        }
        return BigInteger.valueOf(part.nanos())
                .multiply(BigInteger.valueOf(100))
                .divide(BigInteger.valueOf(limit))
                .longValueExact();
    }
}
