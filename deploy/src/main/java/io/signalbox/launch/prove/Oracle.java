package io.signalbox.launch.prove;

import io.signalbox.launch.prove.Books.Booked;
import io.signalbox.launch.prove.Books.Period;
import io.signalbox.launch.prove.Treasury.Purse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds the books, the meter and what the clients saw against each other, when everything has come to rest. */
final class Oracle {

    private static final int UTILISATION_PER_CENT_MIN = 99;

    private final Books books;
    private final Treasury treasury;
    private final Tally tally;
    private final List<Check> checks = new ArrayList<>();

    Oracle(Books books, Treasury treasury, Tally tally) {
        this.books = books;
        this.treasury = treasury;
        this.tally = tally;
    }

    /** One sentence that holds or does not; {@code detail} are the figures. */
    record Check(String sentence, boolean holds, String detail) {}

    /**
     * One budget's figures. {@code metered} is what the provider metered, but for streams that their readers left: what a provider went on to produce
     * for them nobody is told, so they count as they were booked, by what had been delivered.
     */
    record Figure(Purse purse, long limit, long spent, long held, long metered, long booked) {

        @Override
        public String toString() {
            return "cap " + limit + ", spent " + spent + ", held " + held + ", metered " + metered + ", events "
                    + booked;
        }
    }

    List<Figure> figures() {
        List<Period> periods = books.periods();
        return treasury.purses().stream().map(purse -> figure(purse, periods)).toList();
    }

    List<Check> judge() {
        checks.clear();
        judgeBudgets(figures());
        judgeBooks();
        judgeAnswers(books.requests());
        check("no answer and no refusal was wrong", tally.wrongs().isEmpty(), String.join("; ", tally.wrongs()));
        return List.copyOf(checks);
    }

    private Figure figure(Purse purse, List<Period> periods) {
        List<Period> own = periods.stream()
                .filter(each -> each.budgetId().equals(purse.budgetId()))
                .toList();
        return new Figure(
                purse,
                own.stream().mapToLong(Period::limit).sum(),
                own.stream().mapToLong(Period::spent).sum(),
                own.stream().mapToLong(Period::held).sum(),
                treasury.metered(purse) + booked(purse, "estimated"),
                booked(purse, "%"));
    }

    private long booked(Purse purse, String confidence) {
        return purse.keys().stream()
                .mapToLong(key -> books.costOfKey(key.id(), confidence))
                .sum();
    }

    private void judgeBudgets(List<Figure> figures) {
        for (Figure each : figures) {
            String name = each.purse().name();
            check("I1 spent <= cap: " + name, each.spent() + each.held() <= each.limit(), each.toString());
            check("I2 true cost <= cap: " + name, each.metered() <= each.limit(), each.toString());
            check("I3 nothing is held: " + name, each.held() == 0, each.toString());
            check("I4 spent = its events: " + name, each.spent() == each.booked(), each.toString());
            if (isExhausted(each)) {
                boolean used = each.spent() * 100 >= each.limit() * UTILISATION_PER_CENT_MIN;
                check("at least " + UTILISATION_PER_CENT_MIN + " % used: " + name, used, each.toString());
            }
        }
        check("I3 no lease is open", books.openLeases() == 0, books.openLeases() + " are");
        check("demand exceeded the caps", figures.stream().anyMatch(this::isExhausted), "nothing was used up");
    }

    /** What refused last, whoever asked. */
    private boolean isExhausted(Figure figure) {
        return figure.purse().keys().stream()
                .allMatch(key -> figure.purse().budgetId().equals(tally.lastDenial(key.id())));
    }

    private void judgeBooks() {
        long cost = books.cost();
        check("I4 the ledger's payables = the events", books.payable() == cost, books.payable() + " and " + cost);
        check("I4 every ledger transaction sums to zero", books.unbalancedTransactions() == 0, "");
        check("I4 the hours' cost = the events'", books.costOfHours() == cost, books.costOfHours() + " and " + cost);
        check("I4 the hours count every event", books.eventsOfHours() == books.events(), "");
        check("I5 no attempt is booked twice", books.attemptsBookedTwice() == 0, "");
        check("I3 what is unknown counts as all that was reserved", books.unknownBelowReservation() == 0, "");
        check("I7 no event costs more than was reserved", books.overspentReservations() == 0, "");
    }

    private void judgeAnswers(Map<String, Booked> booked) {
        long lost = 0;
        long otherwise = 0;
        for (Tally.Ack each : tally.acks()) {
            Booked of = booked.get(each.requestId());
            if (of == null) {
                lost++;
            } else if (each.costNanos() >= 0 && each.costNanos() != of.costNanos()) {
                otherwise++;
            }
        }
        int all = tally.acks().size();
        check("I6 every answer has its event", lost == 0, lost + " of " + all + " have none");
        check("every answer was told its event's cost", otherwise == 0, otherwise + " of " + all + " were not");
    }

    private void check(String sentence, boolean holds, String detail) {
        checks.add(new Check(sentence, holds, detail));
    }
}
