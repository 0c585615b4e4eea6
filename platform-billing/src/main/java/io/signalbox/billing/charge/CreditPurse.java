package io.signalbox.billing.charge;

import io.signalbox.money.Money;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tenant's credits while charges are taken from them: grants before what was paid for, of each kind what expires first, then what came first. Pure; holds
 * for one transaction over locked rows.
 */
final class CreditPurse {

    private static final Comparator<Credit> ORDER = Comparator.comparing(Credit::kind)
            .thenComparing(credit -> credit.expiresAt().orElse(Instant.MAX))
            .thenComparing(Credit::createdAt)
            .thenComparing(Credit::id);

    private final List<Credit> credits;
    private final Map<String, Long> left = new LinkedHashMap<>();

    CreditPurse(List<Credit> credits) {
        this.credits = credits.stream().sorted(ORDER).toList();
        this.credits.forEach(each -> left.put(each.id(), each.remaining().nanos()));
    }

    /** How an amount is paid. */
    record Draw(Money grant, Money prepaid, Money owed) {}

    /** Takes {@code amount} for what was used at a time; what no credit covers is owed. */
    Draw draw(Money amount, Instant usedAt) {
        long[] taken = new long[Credit.Kind.values().length];
        long wanted = amount.nanos();
        for (Credit each : credits) {
            long part = each.holdsAt(usedAt) ? Math.min(wanted, left.getOrDefault(each.id(), 0L)) : 0;
            left.merge(each.id(), -part, Long::sum);
            taken[each.kind().ordinal()] += part;
            wanted -= part;
        }
        return new Draw(
                new Money(taken[Credit.Kind.GRANT.ordinal()]),
                new Money(taken[Credit.Kind.PREPAID.ordinal()]),
                new Money(wanted));
    }

    /** What is left of each credit. */
    Map<String, Long> left() {
        return left;
    }

    /** What can still be used at a time. */
    Money balance(Instant time) {
        return new Money(credits.stream()
                .filter(each -> each.holdsAt(time))
                .mapToLong(each -> left.getOrDefault(each.id(), 0L))
                .sum());
    }
}
