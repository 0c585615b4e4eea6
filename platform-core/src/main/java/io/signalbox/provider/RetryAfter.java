package io.signalbox.provider;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider's wish for how long it be left alone: {@code retry-after-ms}, {@code retry-after} in seconds or as a date. */
final class RetryAfter {

    private static final Duration MAX = Duration.ofSeconds(60);
    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    /** Reads it, cut to 60 s; empty when absent or unreadable. A date counts from the answer's own {@code date}, so no clock is asked. */
    static Optional<Duration> read(MultiMap headers) {
        Optional<Duration> millis = seconds(headers.get("retry-after-ms")).map(each -> each.dividedBy(1_000));
        return millis.or(() -> seconds(headers.get("retry-after")))
                .or(() -> untilDate(headers.get("date"), headers.get("retry-after")))
                .map(each -> each.compareTo(MAX) > 0 ? MAX : each);
    }

    private static Optional<Duration> seconds(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String trimmed = text.trim();
        if (trimmed.length() > DIGITS_MAX || !trimmed.matches("[0-9]+(\\.[0-9]+)?")) {
            return Optional.empty();
        }
        return Optional.of(Duration.parse("PT" + trimmed + "S"));
    }

    private static Optional<Duration> untilDate(@Nullable String now, @Nullable String then) {
        if (now == null || then == null) {
            return Optional.empty();
        }
        try {
            Duration pause = Duration.between(date(now), date(then));
            return pause.isNegative() ? Optional.empty() : Optional.of(pause);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static ZonedDateTime date(String text) {
        return ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }
}
