package io.signalbox.web.overview;

import io.signalbox.web.page.TimeText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A stretch of whole local days up to now that the overview covers; its name is the {@code range} of the URL. */
record Period(Range range, LocalDate first, LocalDate last, ZoneId zone) {

    /** The choices, in the order they are offered. */
    enum Range {
        TODAY("today", "Today"),
        MONTH_TO_DATE("mtd", "This month"),
        SEVEN_DAYS("7d", "7 days"),
        THIRTY_DAYS("30d", "30 days");

        private final String wireName;
        private final String label;

        Range(String wireName, String label) {
            this.wireName = wireName;
            this.label = label;
        }

        String wireName() {
            return wireName;
        }

        String label() {
            return label;
        }

        static Optional<Range> ofWireName(String name) {
            return List.of(values()).stream()
                    .filter(each -> each.wireName.equals(name))
                    .findFirst();
        }
    }

    static Period of(Range range, ZoneId zone, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate first = switch (range) {
            case TODAY -> today;
            case MONTH_TO_DATE -> today.withDayOfMonth(1);
            case SEVEN_DAYS -> today.minusDays(6);
            case THIRTY_DAYS -> today.minusDays(29);
        };
        return new Period(range, first, today, zone);
    }

    /** Included. */
    Instant from() {
        return first.atStartOfDay(zone).toInstant();
    }

    /** Not included: the midnight that ends today. */
    Instant to() {
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }

    List<LocalDate> days() {
        return first.datesUntil(last.plusDays(1)).toList();
    }

    /** {@code 24 Nov 2026}, {@code 1–24 Nov 2026}, {@code 26 Oct – 24 Nov 2026}. */
    String text() {
        if (first.equals(last)) {
            return TimeText.date(last);
        }
        if (first.getMonth() == last.getMonth() && first.getYear() == last.getYear()) {
            return first.getDayOfMonth() + "–" + TimeText.date(last);
        }
        boolean sameYear = first.getYear() == last.getYear();
        String start = sameYear ? TimeText.day(first) : TimeText.date(first);
        return start + " – " + TimeText.date(last);
    }
}
