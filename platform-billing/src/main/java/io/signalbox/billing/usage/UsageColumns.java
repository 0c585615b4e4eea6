package io.signalbox.billing.usage;

import static java.util.stream.Collectors.joining;

import io.signalbox.db.UnnestColumns;
import io.signalbox.money.CostByClass;
import io.signalbox.money.Money;
import io.signalbox.money.TokenClass;
import io.signalbox.money.TokenUsage;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The columns that usage_event, usage_hour and request_record share, token class by token class, and how they are written and read. */
final class UsageColumns {

    static final List<String> TOKENS = byClass("_tokens");
    static final List<String> COSTS = byClass("_cost_nanos");
    static final List<String> SAVINGS = List.of(
            "routing_saved_nanos", "prompt_cache_saved_nanos", "response_cache_saved_nanos", "batch_saved_nanos");

    /** What is added up of events, but for their number and their cost. */
    static final List<String> SUMMED = Stream.of(TOKENS, COSTS, List.of("unsplit_cost_nanos"), SAVINGS)
            .flatMap(List::stream)
            .toList();

    private UsageColumns() {}

    private static List<String> byClass(String suffix) {
        return Arrays.stream(TokenClass.values())
                .map(each -> each.wireName() + suffix)
                .toList();
    }

    /** A list of columns, each as {@code form} makes it. */
    static String list(List<String> columns, Function<String, String> form) {
        return columns.stream().map(form).collect(joining(", "));
    }

    static String list(List<String> columns) {
        return String.join(", ", columns);
    }

    /** The token columns, in the tables' order, which is {@link TokenClass}'s. */
    static <T> void addUsage(UnnestColumns<T> columns, Function<T, TokenUsage> usage) {
        for (TokenClass each : TokenClass.values()) {
            columns.number(row -> usage.apply(row).of(each));
        }
    }

    static <T> void addCosts(UnnestColumns<T> columns, Function<T, CostByClass> costs) {
        for (TokenClass each : TokenClass.values()) {
            columns.number(row -> costs.apply(row).of(each).nanos());
        }
    }

    static TokenUsage readUsage(Row row) {
        return new TokenUsage(
                row.getLong("input_tokens"),
                row.getLong("cache_read_tokens"),
                row.getLong("cache_write_5m_tokens"),
                row.getLong("cache_write_1h_tokens"),
                row.getLong("output_tokens"),
                row.getLong("reasoning_tokens"),
                row.getLong("audio_in_tokens"),
                row.getLong("audio_out_tokens"),
                row.getLong("image_tokens"));
    }

    static CostByClass readCosts(Row row) {
        return CostByClass.of(COSTS.stream().mapToLong(row::getLong).toArray());
    }

    static Discounts readDiscounts(Row row) {
        return new Discounts(
                money(row, "prompt_cache_saved_nanos"),
                money(row, "response_cache_saved_nanos"),
                money(row, "batch_saved_nanos"));
    }

    static Savings readSavings(Row row) {
        return new Savings(
                money(row, "routing_saved_nanos"),
                money(row, "prompt_cache_saved_nanos"),
                money(row, "response_cache_saved_nanos"),
                money(row, "batch_saved_nanos"));
    }

    static Way readWay(Row row) {
        return new Way(Optional.ofNullable(row.getString("surface")), row.getBoolean("translated"));
    }

    static Money money(Row row, String column) {
        return new Money(row.getLong(column));
    }
}
