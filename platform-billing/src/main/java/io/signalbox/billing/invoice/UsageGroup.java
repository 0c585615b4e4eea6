package io.signalbox.billing.invoice;

import io.signalbox.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Charges of one app and model, summed: {@code meters} in the order in which they are printed. The price, which is cost and markup, is shared out over the
 * meters in proportion to their costs; the nanos that rounding leaves go to the dearest, so lines add up to charges.
 */
public record UsageGroup(
        String app,
        String model,
        boolean direct,
        boolean late,
        Map<String, Part> meters,
        Money price,
        Money fee,
        Money owed) {

    /** What one meter counted, and what that cost. */
    public record Part(long tokens, long costNanos) {}

    public List<InvoiceLine> lines() {
        long cost = meters.values().stream().mapToLong(Part::costNanos).reduce(0, Math::addExact);
        List<InvoiceLine> lines = new ArrayList<>();
        long given = 0;
        int dearest = 0;
        long dearestCost = -1;
        for (Map.Entry<String, Part> each : meters.entrySet()) {
            Part part = each.getValue();
            if (part.tokens() == 0 && part.costNanos() == 0) {
                continue;
            }
            long share = cost == 0 ? 0 : share(price.nanos(), part.costNanos(), cost);
            given += share;
            if (part.costNanos() > dearestCost) {
                dearestCost = part.costNanos();
                dearest = lines.size();
            }
            lines.add(line(each.getKey(), part.tokens(), new Money(share)));
        }
        if (lines.isEmpty()) {
            return price.equals(Money.ZERO) ? List.of() : List.of(line(InvoiceLine.UNSPLIT, 0, price));
        }
        InvoiceLine rounded = lines.get(dearest);
        Money rest = price.minus(new Money(given));
        lines.set(
                dearest,
                line(rounded.meter(), rounded.tokens(), rounded.amount().plus(rest)));
        return lines;
    }

    private InvoiceLine line(String meter, long tokens, Money amount) {
        return new InvoiceLine(app, model, meter, direct, late, tokens, amount);
    }

    private static long share(long of, long part, long whole) {
        return BigInteger.valueOf(of)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }
}
