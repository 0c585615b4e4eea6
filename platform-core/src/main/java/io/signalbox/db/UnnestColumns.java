package io.signalbox.db;

import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Turns rows into one array parameter per column, for {@code INSERT … SELECT … FROM unnest($1::text[], …)}: any number of rows in one statement. Columns
 * are numbered in the order they are added.
 */
public final class UnnestColumns<T> {

    private final List<T> rows;
    private final Tuple columns = Tuple.tuple();

    public UnnestColumns(List<T> rows) {
        this.rows = List.copyOf(rows);
    }

    public UnnestColumns<T> text(Function<T, String> value) {
        columns.addValue(rows.stream().map(value).toArray(String[]::new));
        return this;
    }

    public UnnestColumns<T> optionalText(Function<T, Optional<String>> value) {
        columns.addValue(rows.stream().map(row -> value.apply(row).orElse(null)).toArray(String[]::new));
        return this;
    }

    public UnnestColumns<T> number(ToLongFunction<T> value) {
        columns.addValue(rows.stream().map(value::applyAsLong).toArray(Long[]::new));
        return this;
    }

    public UnnestColumns<T> optionalNumber(Function<T, Optional<Long>> value) {
        columns.addValue(rows.stream().map(row -> value.apply(row).orElse(null)).toArray(Long[]::new));
        return this;
    }

    public UnnestColumns<T> flag(Function<T, Boolean> value) {
        columns.addValue(rows.stream().map(value).toArray(Boolean[]::new));
        return this;
    }

    /** A {@code jsonb[]} column of JSON arrays. */
    public UnnestColumns<T> json(Function<T, JsonArray> value) {
        columns.addValue(rows.stream().map(value).toArray(Object[]::new));
        return this;
    }

    public UnnestColumns<T> instant(Function<T, Instant> value) {
        columns.addValue(rows.stream()
                .map(row -> value.apply(row).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new));
        return this;
    }

    public Tuple tuple() {
        return columns;
    }
}
