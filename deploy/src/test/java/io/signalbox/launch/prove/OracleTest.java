package io.signalbox.launch.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.launch.prove.Books.Booked;
import io.signalbox.launch.prove.Books.Period;
import io.signalbox.launch.prove.Books.Snapshot;
import io.signalbox.launch.prove.Treasury.Purse;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge must see what is wrong: each kind of lie in otherwise sound books is named. */
class OracleTest {

    private static final AdminDesk.Key KEY = new AdminDesk.Key("key_1", "app_1", "secret");
    private static final Purse PURSE = new Purse("key 1", "bud_1", List.of(KEY), 1_000);

    private static Snapshot sound() {
        return new Snapshot(
                List.of(new Period("bud_1", "total", 1_000, 995, 0, 0)),
                Map.of("req_1", new Booked(1, 995)),
                Map.of("key_1", 995L),
                Map.of("key_1", 5L),
                995,
                995,
                995,
                1,
                1,
                0,
                Map.of("I5 no attempt is booked twice", 0L));
    }

    private static Snapshot with(Period period, long costOfKey, long payable, long hours, long leases, long twice) {
        return new Snapshot(
                List.of(period),
                Map.of("req_1", new Booked(1, 995)),
                Map.of("key_1", costOfKey),
                Map.of("key_1", 5L),
                995,
                payable,
                hours,
                1,
                1,
                leases,
                Map.of("I5 no attempt is booked twice", twice));
    }

    static Stream<Arguments> lies() {
        Period period = new Period("bud_1", "total", 1_000, 995, 0, 0);
        return Stream.of(
                lie("I1 spent + held <= cap", with(new Period("bud_1", "total", 990, 995, 0, 0), 995, 995, 995, 0, 0)),
                lie("I3 nothing is held", with(new Period("bud_1", "total", 1_000, 995, 1, 0), 995, 995, 995, 0, 0)),
                lie("I4 spent = its events", with(period, 994, 995, 995, 0, 0)),
                lie("I4 the ledger's payables", with(period, 995, 996, 995, 0, 0)),
                lie("I4 the hours' cost", with(period, 995, 995, 994, 0, 0)),
                lie("I3 no lease is open", with(period, 995, 995, 995, 1, 0)),
                lie("I5 no attempt is booked twice", with(period, 995, 995, 995, 0, 1)),
                lie("at least 99 % used", with(new Period("bud_1", "total", 1_006, 995, 0, 0), 995, 995, 995, 0, 0)));
    }

    @Test
    void findsNothingWrongWithSoundBooks() {
        assertThat(broken(sound(), 990, tally -> tally)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lies")
    void namesEveryLieOfTheBooks(String sentence, Snapshot books) {
        assertThat(broken(books, 990, tally -> tally)).anyMatch(each -> each.startsWith(sentence));
    }

    @Test
    void believesTheProvidersMeterMoreThanTheBooks() {
        assertThat(broken(sound(), 996, tally -> tally))
                .containsExactly("I2 true cost <= cap: key 1", "I2 true cost <= spent: key 1");
    }

    @Test
    void missesAnswersThatHaveNoEventOrAnotherCost() {
        assertThat(broken(sound(), 990, tally -> {
                    tally.acknowledged(new Tally.Ack("req_2", 10));
                    tally.acknowledged(new Tally.Ack("req_1", 994));
                    tally.wrong("status 401");
                    return tally;
                }))
                .containsExactly(
                        "I6 every answer has its event",
                        "every answer was told its event's cost",
                        "no answer and no refusal was wrong");
    }

    private static Arguments lie(String sentence, Snapshot books) {
        return Arguments.of(sentence, books);
    }

    private static List<String> broken(Snapshot books, long metered, UnaryOperator<Tally> seen) {
        Tally tally = new Tally();
        tally.acknowledged(new Tally.Ack("req_1", 995));
        tally.denied(KEY.id(), PURSE.budgetId());
        return new Oracle(books, Map.of(PURSE, metered), seen.apply(tally))
                .judge().stream()
                        .filter(check -> !check.holds())
                        .map(Oracle.Check::sentence)
                        .toList();
    }
}
