package io.signalbox.billing.usage;

import io.signalbox.money.Money;
import java.time.LocalDate;
import java.util.List;

/** One range's spend seen three ways, each adding up to the same. Days by provider and oldest first, those without usage missing; the rest dearest first. */
public record SpendBreakdown(List<Day> byDay, List<SpendLine> byModel, List<SpendLine> byTask) {

    public SpendBreakdown {
        byDay = List.copyOf(byDay);
        byModel = List.copyOf(byModel);
        byTask = List.copyOf(byTask);
    }

    /** What one provider came to on one day. */
    public record Day(LocalDate date, String provider, Spend spend) {}

    /** The range's whole cost. */
    public Money cost() {
        return byDay.stream().map(day -> day.spend().cost()).reduce(Money.ZERO, Money::plus);
    }
}
