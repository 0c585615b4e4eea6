package io.signalbox.billing.usage;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a report is to tell: of the attempts of requests that arrived from {@code from} on and before {@code to}, those that fit every filter (any one of its
 * values), cut into buckets and told apart by at most {@value #GROUPS_MAX} dimensions. Of the groups, the {@code top} dearest come by themselves and all
 * others as one.
 */
public record UsageQuery(
        Instant from,
        Instant to,
        ZoneId zone,
        Bucket bucket,
        List<Dimension> groups,
        Map<Dimension, Set<String>> filters,
        int top) {

    public static final int GROUPS_MAX = 3;
    public static final int TOP_MAX = 200;

    /** Cells of a report: buckets times groups. */
    public static final int CELLS_MAX = 50_000;

    public UsageQuery {
        zone = zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
        groups = List.copyOf(groups);
        filters = Map.copyOf(filters);
        if (groups.size() > GROUPS_MAX || Set.copyOf(groups).size() < groups.size()) {
            throw new IllegalArgumentException("groups are " + groups + ": at most 3 different ones");
        }
        if (top < 1 || top > TOP_MAX) {
            throw new IllegalArgumentException("top is " + top + ": must be 1 to " + TOP_MAX);
        }
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("a range from " + from + " to " + to);
        }
    }

    /** Everything of a range in one sum. */
    public static UsageQuery whole(Instant from, Instant to, ZoneId zone) {
        return new UsageQuery(from, to, zone, Bucket.WHOLE, List.of(), Map.of(), 1);
    }

    public UsageQuery by(Dimension... dimensions) {
        return new UsageQuery(from, to, zone, bucket, List.of(dimensions), filters, top);
    }

    public UsageQuery per(Bucket width) {
        return new UsageQuery(from, to, zone, width, groups, filters, top);
    }

    public UsageQuery top(int number) {
        return new UsageQuery(from, to, zone, bucket, groups, filters, number);
    }

    public UsageQuery only(Dimension dimension, Set<String> values) {
        Map<Dimension, Set<String>> more = new EnumMap<>(Dimension.class);
        more.putAll(filters);
        more.put(dimension, Set.copyOf(values));
        return new UsageQuery(from, to, zone, bucket, groups, more, top);
    }

    /** Where its buckets begin; one ends where the next begins, and the last at {@code to}. */
    public List<Instant> starts() {
        return bucket.starts(from, to, zone);
    }

    /** Whether there are more buckets or cells than a report may have. */
    public boolean isTooFine() {
        int buckets = starts().size();
        return buckets > bucket.countMax() || (groups.isEmpty() ? 1L : top + 1L) * buckets > CELLS_MAX;
    }
}
