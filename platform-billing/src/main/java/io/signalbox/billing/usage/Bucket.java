package io.signalbox.billing.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stretches a report cuts its range into. Minutes and hours are UTC's; days and months begin at the zone's midnights, whatever its clocks do. */
public enum Bucket {
    MINUTE("1m", 1440),
    HOUR("1h", 744),
    DAY("1d", 400),
    MONTH("1mo", 120),
    /** Not cut at all. */
    WHOLE("all", 1);

    private final String wireName;
    private final int countMax;

    Bucket(String wireName, int countMax) {
        this.wireName = wireName;
        this.countMax = countMax;
    }

    public String wireName() {
        return wireName;
    }

    /** How many of them a report may have. */
    public int countMax() {
        return countMax;
    }

    public static Optional<Bucket> ofWireName(String name) {
        return List.of(values()).stream()
                .filter(each -> each.wireName.equals(name))
                .findFirst();
    }

    /**
     * Where the buckets of a range begin, the first at {@code from} itself; none when the range is empty. Stops at one more than {@link #countMax}, so
     * that the caller sees that there are too many.
     */
    List<Instant> starts(Instant from, Instant to, ZoneId zone) {
        List<Instant> starts = new ArrayList<>();
        Instant start = from;
        while (start.isBefore(to) && starts.size() <= countMax) {
            starts.add(start);
            start = next(start, to, zone);
        }
        return starts;
    }

    /** The first border after {@code at}. */
    private Instant next(Instant at, Instant end, ZoneId zone) {
        return switch (this) {
            case MINUTE -> at.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            case HOUR -> at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            case DAY -> midnightAfter(at, LocalDate.ofInstant(at, zone).plusDays(1), zone);
            case MONTH ->
                midnightAfter(
                        at, LocalDate.ofInstant(at, zone).withDayOfMonth(1).plusMonths(1), zone);
            case WHOLE -> end;
        };
    }

    /** Islands have skipped whole days to change sides of the date line: such a day has no midnight of its own. */
    private static Instant midnightAfter(Instant at, LocalDate date, ZoneId zone) {
        LocalDate next = date;
        while (!next.atStartOfDay(zone).toInstant().isAfter(at)) {
            next = next.plusDays(1);
        }
        return next.atStartOfDay(zone).toInstant();
    }
}
