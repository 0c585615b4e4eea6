package io.signalbox.billing.reconcile.report;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a dashboard lets one download, brought into our columns: {@code date}, {@code model}, {@code cost_usd} and, if known, {@code input_tokens} (cached ones
 * included), {@code cached_input_tokens} and {@code output_tokens}, in any order; others are passed over. A row may leave its cost or its tokens empty.
 */
final class CsvReport {

    private static final int CELLS_MAX = 100;

    private final List<String> columns;
    private final ReportTally tally;

    private CsvReport(List<String> columns, ReportTally tally) {
        if (!columns.contains("date") || !columns.contains("model")) {
            throw new IllegalArgumentException("must name the columns date and model");
        }
        this.columns = columns;
        this.tally = tally;
    }

    /** Fails with an {@link IllegalArgumentException} that names the line. */
    static void read(byte[] csv, ReportTally tally) {
        String[] lines = new String(csv, StandardCharsets.UTF_8).split("\r?\n", -1);
        int number = 0;
        try {
            CsvReport report =
                    new CsvReport(cells(lines[0].replace("\uFEFF", "").toLowerCase(Locale.ROOT)), tally);
            for (number = 1; number < lines.length; number++) {
                if (!lines[number].isBlank()) {
                    report.row(cells(lines[number]));
                }
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("line " + (number + 1) + ": " + wrong.getMessage(), wrong);
        }
    }

    private void row(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("has " + cells.size() + " cells instead of " + columns.size());
        }
        LocalDate day = day(cell(cells, "date").orElse(""));
        String model = cell(cells, "model").orElse("");
        Optional<String> cost = cell(cells, "cost_usd");
        Optional<String> input = cell(cells, "input_tokens");
        Optional<String> output = cell(cells, "output_tokens");
        if (cost.isEmpty() && input.isEmpty() && output.isEmpty()) {
            throw new IllegalArgumentException("has neither cost_usd nor tokens");
        }
        cost.ifPresent(usd -> tally.cost(day, model, decimal(usd)));
        if (input.isPresent() || output.isPresent()) {
            long cached =
                    cell(cells, "cached_input_tokens").map(CsvReport::count).orElse(0L);
            tally.usage(
                    day,
                    model,
                    new ReportTokens(
                            input.map(CsvReport::count).orElse(0L),
                            cached,
                            output.map(CsvReport::count).orElse(0L)));
        }
    }

    private Optional<String> cell(List<String> cells, String column) {
        int index = columns.indexOf(column);
        return index < 0 ? Optional.empty() : Optional.of(cells.get(index)).filter(cell -> !cell.isEmpty());
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException wrong) {
            throw new IllegalArgumentException("date must be a day such as 2026-11-01", wrong);
        }
    }

    private static BigDecimal decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("cost_usd must be a decimal number", wrong);
        }
    }

    private static long count(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("tokens must be whole numbers");
        }
        return Long.parseLong(text);
    }

    /** The cells of a line as RFC 4180 has them, except that none may hold a line break. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char each = line.charAt(i);
            if (each == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(each);
                i++;
            } else if (each == '"') {
                quoted = !quoted;
            } else if (each == ',' && !quoted) {
                add(cells, cell);
            } else {
                cell.append(each);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quoted cell does not end");
        }
        add(cells, cell);
        return cells;
    }

    private static void add(List<String> cells, StringBuilder cell) {
        if (cells.size() == CELLS_MAX) {
            throw new IllegalArgumentException("has more than " + CELLS_MAX + " cells");
        }
        cells.add(cell.toString().strip());
        cell.setLength(0);
    }
}
