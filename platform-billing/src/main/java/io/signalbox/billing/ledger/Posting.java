package io.signalbox.billing.ledger;

import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * One transaction of a tenant's book: what was debited (positive) and credited (negative), in all zero. A correction is another posting the other way
 * round; nothing is ever changed.
 */
public record Posting(String id, TenantId tenant, String kind, Instant occurredAt, List<Line> lines) {

    /** {@code account} is a code such as {@code usage} or {@code payable:openai}. */
    public record Line(String account, Money amount) {}

    public Posting {
        lines = List.copyOf(lines);
        Money sum = lines.stream().map(Line::amount).reduce(Money.ZERO, Money::plus);
        if (lines.size() < 2 || !sum.equals(Money.ZERO)) {
            throw new IllegalArgumentException("posting " + id + " has " + lines.size() + " lines that sum to " + sum
                    + ": must be two or more and zero");
        }
    }

    /** The same amounts the other way round, which undoes this one. */
    public Posting reversed(String newId, Instant at) {
        return new Posting(
                newId,
                tenant,
                "reversal",
                at,
                lines.stream()
                        .map(line -> new Line(line.account(), line.amount().negated()))
                        .toList());
    }
}
