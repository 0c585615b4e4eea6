package io.signalbox.billing.usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer to a {@link UsageQuery}: a cell for each bucket and group in which something was used, oldest bucket first, then the dearest group of the whole
 * range first. Every way of adding cells up comes to {@link #total}.
 */
public record UsageReport(UsageQuery query, List<Instant> starts, List<Cell> cells) {

    public UsageReport {
        starts = List.copyOf(starts);
        cells = List.copyOf(cells);
    }

    /** Values of the query's dimensions, in their order; none for the rest that has no line of its own. */
    public record Group(List<String> values, boolean isRest) {

        public static final Group REST = new Group(List.of(), true);

        public Group {
            values = List.copyOf(values);
        }
    }

    /** What one group used in one bucket; {@code bucket} counts from 0. */
    public record Cell(int bucket, Group group, UsageSums sums) {}

    public UsageSums total() {
        return cells.stream().map(Cell::sums).reduce(UsageSums.NONE, UsageSums::plus);
    }

    /** By group, dearest first and the rest last. */
    public Map<Group, UsageSums> byGroup() {
        Map<Group, UsageSums> sums = new LinkedHashMap<>();
        cells.forEach(cell -> sums.merge(cell.group(), cell.sums(), UsageSums::plus));
        List<Map.Entry<Group, UsageSums>> sorted = new ArrayList<>(sums.entrySet());
        sorted.sort((one, other) -> one.getKey().isRest() != other.getKey().isRest()
                ? Boolean.compare(one.getKey().isRest(), other.getKey().isRest())
                : other.getValue().cost().compareTo(one.getValue().cost()));
        Map<Group, UsageSums> dearestFirst = new LinkedHashMap<>();
        sorted.forEach(each -> dearestFirst.put(each.getKey(), each.getValue()));
        return dearestFirst;
    }

    /** By bucket, those without usage too. */
    public List<UsageSums> byBucket() {
        List<UsageSums> sums = new ArrayList<>();
        starts.forEach(each -> sums.add(UsageSums.NONE));
        cells.forEach(cell -> sums.set(cell.bucket(), sums.get(cell.bucket()).plus(cell.sums())));
        return sums;
    }

    /** Where a bucket ends, which is not in it. */
    public Instant end(int bucket) {
        return bucket + 1 < starts.size() ? starts.get(bucket + 1) : query.to();
    }
}
