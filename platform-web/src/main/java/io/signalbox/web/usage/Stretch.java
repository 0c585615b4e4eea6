package io.signalbox.web.usage;

import io.signalbox.billing.usage.Bucket;
import io.signalbox.web.page.TimeText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Whole local days that the page tells of, both included. */
record Stretch(LocalDate first, LocalDate last, ZoneId zone) {

    static final int DAYS_MAX = 366;
    private static final int HOURLY_DAYS_MAX = 2;
    private static final int DAILY_DAYS_MAX = 93;

    /** The stretches that have names in the URL. */
    enum Named {
        TODAY("today", "Today"),
        SEVEN_DAYS("7d", "7 days"),
        MONTH_TO_DATE("mtd", "This month"),
        LAST_MONTH("last-month", "Last month"),
        THIRTY_DAYS("30d", "30 days"),
        YEAR("365d", "365 days");

        private final String wireName;
        private final String label;

        Named(String wireName, String label) {
            this.wireName = wireName;
            this.label = label;
        }

        String wireName() {
            return wireName;
        }

        String label() {
            return label;
        }

        static Optional<Named> ofWireName(String name) {
            return List.of(values()).stream()
                    .filter(each -> each.wireName.equals(name))
                    .findFirst();
        }

        Stretch at(Instant now, ZoneId zone) {
            LocalDate today = LocalDate.ofInstant(now, zone);
            return switch (this) {
                case TODAY -> new Stretch(today, today, zone);
                case SEVEN_DAYS -> new Stretch(today.minusDays(6), today, zone);
                case MONTH_TO_DATE -> new Stretch(today.withDayOfMonth(1), today, zone);
                case LAST_MONTH -> {
                    LocalDate first = today.withDayOfMonth(1).minusMonths(1);
                    yield new Stretch(first, first.plusMonths(1).minusDays(1), zone);
                }
                case THIRTY_DAYS -> new Stretch(today.minusDays(29), today, zone);
                case YEAR -> new Stretch(today.minusDays(364), today, zone);
            };
        }
    }

    long days() {
        return ChronoUnit.DAYS.between(first, last) + 1;
    }

    /** Included. */
    Instant from() {
        return first.atStartOfDay(zone).toInstant();
    }

    /** Not included. */
    Instant to() {
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** As many days right before it. */
    Stretch previous() {
        return new Stretch(first.minusDays(days()), first.minusDays(1), zone);
    }

    Bucket bucket() {
        if (days() <= HOURLY_DAYS_MAX) {
            return Bucket.HOUR;
        }
        return days() <= DAILY_DAYS_MAX ? Bucket.DAY : Bucket.MONTH;
    }

    String text() {
        return first.equals(last) ? TimeText.date(first) : TimeText.date(first) + " – " + TimeText.date(last);
    }
}
