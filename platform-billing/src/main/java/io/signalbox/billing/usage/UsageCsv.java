package io.signalbox.billing.usage;

import io.signalbox.billing.usage.UsageReport.Cell;
import io.signalbox.csv.CsvText;
import io.signalbox.money.Money;
import io.signalbox.money.TokenClass;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** A report as CSV: a row for each cell, so that every column adds up to the report's total. Times are the report's zone's. */
public final class UsageCsv {

    /** Stands for the groups that have no rows of their own. */
    public static final String REST = "(others)";

    private UsageCsv() {}

    public static String of(UsageReport report) {
        CsvText csv = new CsvText();
        header(csv, report.query().groups());
        report.cells().forEach(cell -> row(csv, report, cell));
        return csv.toString();
    }

    private static void header(CsvText csv, List<Dimension> groups) {
        csv.texts(List.of("start_time", "end_time", "tz"));
        groups.forEach(each -> csv.text(each.wireName()));
        csv.texts(List.of("attempts", "unpriced_attempts"));
        for (TokenClass each : TokenClass.values()) {
            csv.text(each.wireName() + "_tokens");
        }
        for (TokenClass each : TokenClass.values()) {
            csv.text(each.wireName() + "_cost_usd");
        }
        csv.texts(List.of("unsplit_cost_usd", "cost_usd", "unconfirmed_usd"))
                .texts(List.of(
                        "routing_saved_usd", "prompt_cache_saved_usd", "response_cache_saved_usd", "batch_saved_usd"))
                .endRow();
    }

    private static void row(CsvText csv, UsageReport report, Cell cell) {
        ZoneId zone = report.query().zone();
        csv.text(local(report.starts().get(cell.bucket()), zone))
                .text(local(report.end(cell.bucket()), zone))
                .text(zone.getId());
        for (int i = 0; i < report.query().groups().size(); i++) {
            csv.text(cell.group().isRest() ? REST : cell.group().values().get(i));
        }
        UsageSums sums = cell.sums();
        csv.number(sums.attempts()).number(sums.unpriced());
        for (TokenClass each : TokenClass.values()) {
            csv.number(sums.tokens().of(each));
        }
        for (TokenClass each : TokenClass.values()) {
            csv.money(priced(sums, sums.costs().of(each)));
        }
        csv.money(priced(sums, sums.unsplit())).money(priced(sums, sums.cost())).money(sums.unconfirmed());
        Savings saved = sums.savings();
        csv.money(saved.routing())
                .money(saved.promptCache())
                .money(saved.responseCache())
                .money(saved.batch())
                .endRow();
    }

    private static Optional<Money> priced(UsageSums sums, Money amount) {
        return sums.isPriced() ? Optional.of(amount) : Optional.empty();
    }

    private static String local(Instant at, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone));
    }
}
