package io.signalbox.web.prices;

import io.signalbox.billing.price.PriceDiff;
import io.signalbox.billing.price.PriceOverride;
import io.signalbox.billing.price.PriceSheet;
import io.signalbox.billing.price.UnpricedStore;
import io.signalbox.csv.CsvText;
import io.signalbox.db.Database;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.Visit;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What models cost now, row by row with the source of each price, and the same as CSV. */
public final class PricePage {

    private static final int ROWS_MAX = 2_000;

    private final Database database;
    private final PriceSheet sheets;
    private final UnpricedStore unpriced = new UnpricedStore();

    public PricePage(Database database) {
        this.database = database;
        this.sheets = new PriceSheet(database);
    }

    /** One line of the table; amounts are USD per million tokens, {@code more} tells rates beyond input and output. */
    record Row(String provider, String model, String input, String output, String more, String source) {}

    /** {@code gaps} is empty when everything had a price. */
    record View(String version, List<Row> rows, String gaps) {}

    public Future<Answer> show(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        return sheets.of(tenant, Optional.empty())
                .compose(sheet -> database.inTransaction(tenant, tx -> unpriced.list(tenant, tx))
                        .map(gaps -> Answer.page(
                                "Prices",
                                Section.PRICES,
                                "prices/page",
                                new View(sheet.version(), rows(sheet), told(gaps)))));
    }

    public Future<Answer> csv(Visit visit) {
        return sheets.of(visit.viewer().tenant(), Optional.empty()).map(sheet -> {
            CsvText csv = new CsvText();
            csv.texts(List.of("provider", "model", "rate", "usd_per_million", "source"))
                    .endRow();
            sheet.lines().forEach(line -> {
                line.book()
                        .ifPresent(rates -> PriceDiff.flat(rates)
                                .forEach((rate, nanos) -> addRow(csv, line, rate, nanos, line.source())));
                line.own()
                        .flatMap(PriceOverride::rates)
                        .ifPresent(rates -> PriceDiff.flat(rates)
                                .forEach((rate, nanos) -> addRow(csv, line, rate, nanos, "own price")));
            });
            return Answer.csv("prices-" + sheet.version() + ".csv", csv.toString());
        });
    }

    private static void addRow(CsvText csv, PriceSheet.Line line, String rate, long nanos, String source) {
        csv.text(line.of().provider())
                .text(line.of().model())
                .text(rate)
                .money(new Money(nanos))
                .text(source)
                .endRow();
    }

    private static List<Row> rows(PriceSheet.Sheet sheet) {
        List<Row> rows = new ArrayList<>();
        sheet.lines().stream().limit(ROWS_MAX).forEach(line -> {
            line.book().ifPresent(rates -> rows.add(row(line, PriceDiff.flat(rates), line.source())));
            line.own()
                    .ifPresent(own -> own.rates()
                            .ifPresent(rates -> rows.add(
                                    row(line, PriceDiff.flat(rates), "your own price, version " + own.version()))));
        });
        return rows;
    }

    private static Row row(PriceSheet.Line line, Map<String, Long> flat, String source) {
        List<String> more = new ArrayList<>();
        flat.forEach((rate, nanos) -> {
            if (!rate.equals("input") && !rate.equals("output")) {
                more.add(rate.replace('_', ' ') + " " + new Money(nanos));
            }
        });
        return new Row(
                line.of().provider(),
                line.of().model(),
                new Money(flat.getOrDefault("input", 0L)).toString(),
                new Money(flat.getOrDefault("output", 0L)).toString(),
                String.join(" · ", more),
                source);
    }

    private static String told(List<UnpricedStore.Unpriced> gaps) {
        if (gaps.isEmpty()) {
            return "";
        }
        UnpricedStore.Unpriced last = gaps.get(0);
        return gaps.size() + (gaps.size() == 1 ? " model was" : " models were")
                + " used without a known price, last " + last.model() + " at " + last.provider()
                + ". What they cost is not in any figure, and budgets refuse them.";
    }
}
