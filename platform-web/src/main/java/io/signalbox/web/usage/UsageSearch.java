package io.signalbox.web.usage;

import io.signalbox.billing.usage.Bucket;
import io.signalbox.billing.usage.Dimension;
import io.signalbox.billing.usage.UsageQuery;
import io.signalbox.web.page.Visit;
import io.signalbox.web.usage.Stretch.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the page's URL asks for; the CSV of the same URL tells the same. What cannot be meant is left out and named in {@code ignored}, never an error.
 * {@code named} is empty where dates were given; {@code otherZone} is empty where the tenant's own holds.
 */
record UsageSearch(
        Optional<Named> named,
        Stretch stretch,
        Optional<ZoneId> otherZone,
        Dimension group,
        Map<Dimension, Set<String>> filters,
        boolean compare,
        List<String> ignored) {

    static final int TOP = 20;
    private static final int VALUES_MAX = 50;
    private static final int LENGTH_MAX = 200;

    UsageSearch {
        filters = Map.copyOf(filters);
        ignored = List.copyOf(ignored);
    }

    static UsageSearch read(Visit visit, Instant now) {
        List<String> ignored = new ArrayList<>();
        Optional<ZoneId> otherZone = visit.query("tz").flatMap(name -> noting(ignored, "time zone", name, zone(name)));
        ZoneId zone = otherZone.orElse(visit.viewer().zone());
        Optional<Stretch> dates = dates(visit, zone, now, ignored);
        Optional<Named> asked =
                visit.query("range").flatMap(name -> noting(ignored, "period", name, Named.ofWireName(name)));
        Named named = asked.orElse(Named.MONTH_TO_DATE);
        Map<Dimension, Set<String>> filters = new EnumMap<>(Dimension.class);
        for (Dimension each : Dimension.values()) {
            Set<String> values = values(visit, each.wireName());
            if (!values.isEmpty()) {
                filters.put(each, values);
            }
        }
        return new UsageSearch(
                dates.isPresent() ? Optional.empty() : Optional.of(named),
                dates.orElseGet(() -> named.at(now, zone)),
                otherZone,
                visit.query("group")
                        .flatMap(name -> noting(ignored, "group", name, Dimension.ofWireName(name)))
                        .orElse(Dimension.MODEL),
                filters,
                visit.query("compare").filter("prev"::equals).isPresent(),
                ignored);
    }

    private static <T> Optional<T> noting(List<String> ignored, String what, String value, Optional<T> meant) {
        if (meant.isEmpty()) {
            ignored.add(what + " “" + value + "”");
        }
        return meant;
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<Stretch> dates(Visit visit, ZoneId zone, Instant now, List<String> ignored) {
        Optional<LocalDate> from = visit.query("from").flatMap(text -> noting(ignored, "date", text, date(text)));
        Optional<LocalDate> to = visit.query("to").flatMap(text -> noting(ignored, "date", text, date(text)));
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        LocalDate last = to.orElse(LocalDate.ofInstant(now, zone));
        Stretch asked = new Stretch(from.orElse(last), last, zone);
        boolean fits = asked.days() >= 1 && asked.days() <= Stretch.DAYS_MAX;
        return noting(ignored, "dates", asked.first() + " to " + last, fits ? Optional.of(asked) : Optional.empty());
    }

    /** Between 1970 and 9999, which the database can tell too. */
    private static Optional<LocalDate> date(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            return date.getYear() >= 1970 && date.getYear() <= 9998 ? Optional.of(date) : Optional.empty();
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** An empty value is a choice of its own only for tasks, as {@code task=-}: forms send empty fields. */
    private static Set<String> values(Visit visit, String name) {
        Set<String> values = new LinkedHashSet<>();
        visit.context().queryParams().getAll(name).stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && text.length() <= LENGTH_MAX && text.indexOf('\0') < 0)
                .limit(VALUES_MAX)
                .map(text -> name.equals(Dimension.TASK.wireName()) && text.equals("-") ? "" : text)
                .forEach(values::add);
        return values;
    }

    Optional<String> only(Dimension dimension) {
        Set<String> values = filters.getOrDefault(dimension, Set.of());
        return values.size() == 1 ? values.stream().findFirst() : Optional.empty();
    }

    /** The report over time that chart, table and CSV are made from. */
    UsageQuery query() {
        return new UsageQuery(
                stretch.from(), stretch.to(), stretch.zone(), stretch.bucket(), List.of(group), filters, TOP);
    }

    /** The days before, not cut. */
    UsageQuery previousQuery() {
        Stretch before = stretch.previous();
        return new UsageQuery(
                before.from(), before.to(), before.zone(), Bucket.WHOLE, List.of(group), filters, UsageQuery.TOP_MAX);
    }

    String csvHref() {
        return href("/usage.csv", named, filters);
    }

    String hrefOf(Named other) {
        return href("/usage", Optional.of(other), filters);
    }

    /** The same, narrowed to one value of the dimension it is grouped by. */
    String hrefOnly(String value) {
        Map<Dimension, Set<String>> narrowed = new EnumMap<>(Dimension.class);
        narrowed.putAll(filters);
        narrowed.put(group, Set.of(value));
        return href("/usage", named, narrowed);
    }

    private String href(String path, Optional<Named> range, Map<Dimension, Set<String>> narrowed) {
        List<String> parts = new ArrayList<>();
        range.ifPresentOrElse(it -> parts.add("range=" + it.wireName()), () -> {
            parts.add("from=" + stretch.first());
            parts.add("to=" + stretch.last());
        });
        otherZone.ifPresent(zone -> parts.add("tz=" + encoded(zone.getId())));
        parts.add("group=" + group.wireName());
        if (compare) {
            parts.add("compare=prev");
        }
        for (Dimension each : Dimension.values()) {
            narrowed.getOrDefault(each, Set.of()).stream()
                    .sorted()
                    .forEach(value -> parts.add(each.wireName() + "=" + (value.isEmpty() ? "-" : encoded(value))));
        }
        return path + "?" + String.join("&", parts);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
