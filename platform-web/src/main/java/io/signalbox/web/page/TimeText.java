package io.signalbox.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants for people, in one time zone that the page names. */
public final class TimeText {

    private static final DateTimeFormatter CLOCK = formatter("HH:mm:ss");
    private static final DateTimeFormatter DAY = formatter("d MMM");
    private static final DateTimeFormatter DATE = formatter("d MMM yyyy");
    private static final DateTimeFormatter SECOND = formatter("d MMM HH:mm:ss");
    private static final DateTimeFormatter MINUTE = formatter("d MMM yyyy HH:mm");
    private static final DateTimeFormatter MILLIS = formatter("d MMM yyyy HH:mm:ss.SSS");
    private static final Duration MOMENT = Duration.ofMinutes(1);

    private final ZoneId zone;

    public TimeText(ZoneId zone) {
        this.zone = zone;
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** {@code 14:02:07}. */
    public String clock(Instant at) {
        return CLOCK.format(at.atZone(zone));
    }

    /** {@code 24 Nov 14:02:07}. */
    public String second(Instant at) {
        return SECOND.format(at.atZone(zone));
    }

    /** {@code 24 Nov 2026 14:02}. */
    public String minute(Instant at) {
        return MINUTE.format(at.atZone(zone));
    }

    /** {@code 24 Nov 2026 14:02:07.114}. */
    public String exact(Instant at) {
        return MILLIS.format(at.atZone(zone));
    }

    /** {@code 24 Nov}. */
    public static String day(LocalDate date) {
        return DAY.format(date);
    }

    /** {@code 24 Nov 2026}. */
    public static String date(LocalDate date) {
        return DATE.format(date);
    }

    /** How long after {@code now}: {@code in less than a minute}, {@code in 5 hours}, {@code in 11 days}. */
    public static String until(Instant at, Instant now) {
        Duration left = Duration.between(now, at);
        if (left.compareTo(MOMENT) < 0) {
            return "in less than a minute";
        }
        if (left.toHours() < 1) {
            return "in " + NumberText.counted(left.toMinutes(), "minute");
        }
        return left.toDays() < 2
                ? "in " + NumberText.counted(left.toHours(), "hour")
                : "in " + NumberText.counted(left.toDays(), "day");
    }

    /** How long before {@code now}: {@code just now}, {@code 4 minutes ago}, {@code 3 days ago}. */
    public static String ago(Instant at, Instant now) {
        Duration since = Duration.between(at, now);
        if (since.compareTo(MOMENT) < 0) {
            return "just now";
        }
        if (since.toHours() < 1) {
            return NumberText.counted(since.toMinutes(), "minute") + " ago";
        }
        if (since.toDays() < 2) {
            return NumberText.counted(since.toHours(), "hour") + " ago";
        }
        return NumberText.counted(since.toDays(), "day") + " ago";
    }
}
