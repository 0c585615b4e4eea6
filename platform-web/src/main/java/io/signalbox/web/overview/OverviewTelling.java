package io.signalbox.web.overview;

import io.signalbox.billing.usage.RequestCount;
import io.signalbox.billing.usage.Spend;
import io.signalbox.billing.usage.SpendBreakdown;
import io.signalbox.catalog.CatalogAssembly;
import io.signalbox.money.Money;
import io.signalbox.web.overview.OverviewPage.Facts;
import io.signalbox.web.overview.OverviewView.DayRow;
import io.signalbox.web.overview.OverviewView.RangeLink;
import io.signalbox.web.overview.Period.Range;
import io.signalbox.web.page.BarChart;
import io.signalbox.web.page.Figure;
import io.signalbox.web.page.MoneyText;
import io.signalbox.web.page.NumberText;
import io.signalbox.web.page.TimeText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Turns the overview's facts into words. Pure. */
record OverviewTelling(Period period, Instant now) {

    OverviewView view(Facts facts, String notice) {
        List<BarChart.Day> days = days(facts.spend());
        Spend total = sum(facts.spend(), day -> true);
        return new OverviewView(
                period.text(),
                period.zone().getId(),
                new TimeText(period.zone()).clock(now),
                Arrays.stream(Range.values())
                        .map(each -> new RangeLink(each.label(), "/?range=" + each.wireName(), each == period.range()))
                        .toList(),
                notice,
                figures(facts, total),
                total.events() == 0 && facts.count().total() == 0,
                new Meters(facts.names(), period.zone()).of(facts.budgets()),
                BarChart.of(days, "Cost per day, " + period.text() + ": " + MoneyText.sum(total.cost()) + " in all"),
                dayRows(facts.spend(), total),
                SpendTables.of(facts.spend().byModel(), model -> model),
                SpendTables.of(facts.spend().byTask(), task -> task.isEmpty() ? "untagged" : task));
    }

    private List<Figure> figures(Facts facts, Spend total) {
        String today = TimeText.day(period.last());
        String month = Period.of(Range.MONTH_TO_DATE, period.zone(), now).text();
        return List.of(
                spendFigure("Spend today", today + ", from midnight in " + period.zone(), facts.month(), this::isToday),
                spendFigure("Spend this month", month, facts.month(), day -> true),
                new Figure("Requests", NumberText.count(facts.count().total()), errors(facts.count()), ""),
                new Figure(
                        "Saved by routing, estimated",
                        "≈ " + MoneyText.sum(total.saved()),
                        saved(total),
                        sandbox(facts.spend(), day -> true).equals(Money.ZERO)
                                ? ""
                                : "includes sandbox requests: not real money"));
    }

    private boolean isToday(SpendBreakdown.Day day) {
        return day.date().equals(period.last());
    }

    private static Figure spendFigure(
            String label, String note, SpendBreakdown spend, Predicate<SpendBreakdown.Day> counted) {
        Money all = sum(spend, counted).cost();
        Money sandbox = sandbox(spend, counted);
        String warning = sandbox.equals(Money.ZERO)
                ? ""
                : "includes " + MoneyText.scaledTo(all).of(sandbox) + " sandbox: not real money";
        return new Figure(label, MoneyText.sum(all), note, warning);
    }

    private static Money sandbox(SpendBreakdown spend, Predicate<SpendBreakdown.Day> counted) {
        return sum(spend, counted.and(day -> day.provider().equals(CatalogAssembly.SANDBOX)))
                .cost();
    }

    private String errors(RequestCount count) {
        if (count.total() == 0) {
            return "none in this period";
        }
        long errors = count.callerErrors() + count.failures();
        if (errors == 0) {
            return period.range().label().toLowerCase(Locale.ROOT) + ", no errors";
        }
        return NumberText.percent(errors, count.total()) + " errors: " + NumberText.count(count.callerErrors())
                + " refused, " + NumberText.count(count.failures()) + " failed";
    }

    private static String saved(Spend total) {
        Money baseline = total.cost().plus(total.saved());
        if (total.saved().nanos() <= 0 || baseline.nanos() <= 0) {
            return "against your primary model";
        }
        return NumberText.percent(total.saved().nanos(), baseline.nanos()) + " less than your primary model";
    }

    private List<BarChart.Day> days(SpendBreakdown spend) {
        List<BarChart.Day> days = new ArrayList<>();
        for (LocalDate date : period.days()) {
            Money cost = sum(spend, day -> day.date().equals(date)).cost();
            days.add(new BarChart.Day(TimeText.day(date), cost, date.equals(period.last())));
        }
        return days;
    }

    private List<DayRow> dayRows(SpendBreakdown spend, Spend total) {
        MoneyText money = MoneyText.scaledTo(total.cost());
        List<DayRow> rows = new ArrayList<>();
        for (LocalDate date : period.days()) {
            Spend of = sum(spend, day -> day.date().equals(date));
            rows.add(new DayRow(TimeText.day(date), NumberText.count(of.events()), money.of(of.cost())));
        }
        Collections.reverse(rows);
        return rows;
    }

    private static Spend sum(SpendBreakdown spend, Predicate<SpendBreakdown.Day> counted) {
        return spend.byDay().stream()
                .filter(counted)
                .map(SpendBreakdown.Day::spend)
                .reduce(Spend.NONE, SpendTables::plus);
    }
}
