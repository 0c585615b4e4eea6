package io.signalbox.api.manage;

import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.billing.usage.Bucket;
import io.signalbox.billing.usage.Dimension;
import io.signalbox.billing.usage.UsageQuery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters that all usage reports share, read as far as that goes without the tenant: its zone stands in where none is asked for. */
record UsageParams(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<ZoneId> zone,
        Bucket bucket,
        List<Dimension> groups,
        Map<Dimension, Set<String>> filters,
        int top) {

    private static final Duration RANGE_MAX = Duration.ofDays(1_830);
    private static final int TOP_UNLESS_TOLD = 100;
    private static final int FILTERS_MAX = 50;
    private static final List<String> DIMENSIONS =
            Arrays.stream(Dimension.values()).map(Dimension::wireName).toList();
    private static final List<String> BUCKETS =
            Arrays.stream(Bucket.values()).map(Bucket::wireName).toList();

    static UsageParams read(QueryFields query) {
        Map<Dimension, Set<String>> filters = new EnumMap<>(Dimension.class);
        for (Dimension each : Dimension.values()) {
            List<String> values = query.texts(each.wireName(), FILTERS_MAX);
            if (!values.isEmpty()) {
                filters.put(each, new HashSet<>(values));
            }
        }
        return new UsageParams(
                query.time("start_time"),
                query.time("end_time"),
                zone(query),
                query.choice("bucket_width", BUCKETS)
                        .flatMap(Bucket::ofWireName)
                        .orElse(Bucket.WHOLE),
                groups(query),
                filters,
                query.number("top", 1, UsageQuery.TOP_MAX, TOP_UNLESS_TOLD));
    }

    private static Optional<ZoneId> zone(QueryFields query) {
        Optional<String> name = query.text("tz");
        try {
            return name.map(ZoneId::of);
        } catch (DateTimeException unknown) {
            query.complain("tz", "unknown_value", "must be a time zone such as Europe/Berlin");
            return Optional.empty();
        }
    }

    /** Repeated, or separated by commas. */
    private static List<Dimension> groups(QueryFields query) {
        List<Dimension> groups = new ArrayList<>();
        for (String given : query.texts("group_by", UsageQuery.GROUPS_MAX)) {
            for (String name : given.split(",", UsageQuery.GROUPS_MAX + 1)) {
                Optional<Dimension> known = Dimension.ofWireName(name);
                if (known.isEmpty()) {
                    query.complain("group_by", "unknown_value", "must be some of " + DIMENSIONS);
                }
                known.filter(each -> !groups.contains(each)).ifPresent(groups::add);
            }
        }
        if (groups.size() > UsageQuery.GROUPS_MAX) {
            query.complain("group_by", "range", "must be at most " + UsageQuery.GROUPS_MAX + " dimensions");
            return List.of();
        }
        return groups;
    }

    /** The range unless told: from the start of the zone's month to now. Complains of a range that is upside down, too long or cut too fine. */
    UsageQuery resolve(QueryFields query, ZoneId reporting, Instant now) {
        ZoneId resolved = zone.orElse(reporting);
        Instant start = from.orElseGet(() -> LocalDate.ofInstant(now, resolved)
                .withDayOfMonth(1)
                .atStartOfDay(resolved)
                .toInstant());
        Instant end = to.orElse(now);
        boolean upsideDown = start.isAfter(end);
        if (upsideDown) {
            query.complain("end_time", "range", "must not be before start_time");
        } else if (Duration.between(start, end).compareTo(RANGE_MAX) > 0) {
            query.complain("end_time", "range", "must be at most " + RANGE_MAX.toDays() + " days after start_time");
        }
        UsageQuery asked = new UsageQuery(start, upsideDown ? start : end, resolved, bucket, groups, filters, top);
        if (asked.isTooFine()) {
            query.complain(
                    "bucket_width",
                    "range",
                    "cuts the range into more than " + bucket.countMax() + " buckets or " + UsageQuery.CELLS_MAX
                            + " cells: ask for a shorter range, wider buckets or fewer groups");
        }
        return asked;
    }
}
