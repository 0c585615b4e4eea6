package io.signalbox.api.manage.http;

import io.signalbox.money.Money;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads values out of the texts that callers send; empty when a text is no such value. */
final class Texts {

    private static final Pattern USD = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern UNIX_SECONDS = Pattern.compile("[0-9]{1,10}");

    private Texts() {}

    /** RFC 3339 with an offset, or Unix seconds; between the years 1970 and 9999, which all of our stores can hold. */
    static Optional<Instant> time(String text) {
        try {
            Instant at = UNIX_SECONDS.matcher(text).matches()
                    ? Instant.ofEpochSecond(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
            return at.getEpochSecond() >= 0 && at.isBefore(Instant.parse("9999-12-31T00:00:00Z"))
                    ? Optional.of(at)
                    : Optional.empty();
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** Plain decimal USD, not negative, below a billion. */
    static Optional<Money> usd(String text) {
        return USD.matcher(text).matches() ? Optional.of(Money.ofUsd(text)) : Optional.empty();
    }

    /** Whether it can be stored and shown: no control characters, no halves of surrogate pairs. */
    static boolean isPrintable(String text) {
        return text.codePoints()
                .noneMatch(each -> Character.isISOControl(each) || Character.getType(each) == Character.SURROGATE);
    }
}
