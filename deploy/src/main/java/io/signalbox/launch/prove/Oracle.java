package io.signalbox.launch.prove;

import io.signalbox.launch.prove.Books.Booked;
import io.signalbox.launch.prove.Books.Period;
import io.signalbox.launch.prove.Treasury.Purse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds the books, the meter and what the clients saw against each other, when everything has come to rest. Decides by its arguments alone. */
final class Oracle {

    private static final int UTILISATION_PER_CENT_MIN = 99;

    private final Books.Snapshot books;
    private final Tally tally;
    private final List<Figure> figures;
    private final List<Check> checks = new ArrayList<>();

    /** {@code metered} is what the provider metered of each budget's requests, but for those that were left in the middle. */
    Oracle(Books.Snapshot books, Map<Purse, Long> metered, Tally tally) {
        this.books = books;
        this.tally = tally;
        this.figures = metered.entrySet().stream()
                .map(each -> figure(each.getKey(), each.getValue()))
                .toList();
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
        return figures;
    }

    List<Check> judge() {
        checks.clear();
        figures.forEach(this::judgeBudget);
        check("demand exceeded the caps", figures.stream().anyMatch(this::isExhausted), "nothing was used up");
        judgeBooks();
        judgeAnswers();
        check("no answer and no refusal was wrong", tally.wrongs().isEmpty(), String.join("; ", tally.wrongs()));
        return List.copyOf(checks);
    }

    private Figure figure(Purse purse, long metered) {
        List<Period> own = books.periods().stream()
                .filter(each -> each.budgetId().equals(purse.budgetId()))
                .toList();
        return new Figure(
                purse,
                own.stream().mapToLong(Period::limit).sum(),
                own.stream().mapToLong(Period::spent).sum(),
                own.stream().mapToLong(Period::held).sum(),
                metered + sum(purse, books.estimatedOfKeys()),
                sum(purse, books.costOfKeys()));
    }

    private static long sum(Purse purse, Map<String, Long> byKey) {
        return purse.keys().stream()
                .mapToLong(key -> byKey.getOrDefault(key.id(), 0L))
                .sum();
    }

    private void judgeBudget(Figure figure) {
        String name = ": " + figure.purse().name();
        String all = figure.toString();
        check("I1 spent + held <= cap" + name, figure.spent() + figure.held() <= figure.limit(), all);
        check("I2 true cost <= cap" + name, figure.metered() <= figure.limit(), all);
        check("I2 true cost <= spent" + name, figure.metered() <= figure.spent(), all);
        check("I3 nothing is held" + name, figure.held() == 0, all);
        check("I4 spent = its events" + name, figure.spent() == figure.booked(), all);
        if (isExhausted(figure)) {
            boolean used = figure.spent() * 100 >= figure.limit() * UTILISATION_PER_CENT_MIN;
            check("at least " + UTILISATION_PER_CENT_MIN + " % used" + name, used, all);
        }
    }

    /** Whether it was this budget that refused each of its keys last. */
    private boolean isExhausted(Figure figure) {
        return figure.purse().keys().stream()
                .allMatch(key -> figure.purse().budgetId().equals(tally.lastDenial(key.id())));
    }

    private void judgeBooks() {
        long cost = books.cost();
        check("I3 no lease is open", books.openLeases() == 0, books.openLeases() + " are");
        check("I4 the ledger's payables = the events", books.payable() == cost, books.payable() + " and " + cost);
        check("I4 the hours' cost = the events'", books.costOfHours() == cost, books.costOfHours() + " and " + cost);
        check("I4 the hours count every event", books.eventsOfHours() == books.events(), "");
        new TreeMap<>(books.faults()).forEach((sentence, faults) -> check(sentence, faults == 0, faults + " do not"));
    }

    private void judgeAnswers() {
        long lost = 0;
        long otherwise = 0;
        for (Tally.Ack each : tally.acks()) {
            Booked of = books.requests().get(each.requestId());
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
