package io.signalbox.launch;

import io.signalbox.billing.reconcile.report.Drift;
import io.signalbox.billing.reconcile.report.Drift.Side;
import io.signalbox.billing.reconcile.report.ProviderReports;
import io.signalbox.billing.reconcile.report.ReportTokens;
import io.signalbox.csv.CsvText;
import io.signalbox.money.Money;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code signalbox reconcile drift}: holds what a provider reports against what we metered. */
@Command(
        name = "drift",
        description = "Compare what we metered with what a provider reports, by UTC day and model.",
        mixinStandardHelpOptions = true)
final class ReconcileDriftCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--provider", paramLabel = "<name>", required = true, description = "Which provider.")
    private String provider = "";

    @Option(names = "--from", paramLabel = "<day>", required = true, description = "First day, such as 2026-11-01.")
    private LocalDate from = LocalDate.EPOCH;

    @Option(names = "--to", paramLabel = "<day>", required = true, description = "Last day; 366 days at most.")
    private LocalDate to = LocalDate.EPOCH;

    @Option(names = "--csv", description = "As CSV, with tokens, without the days' totals.")
    private boolean csv;

    ReconcileDriftCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        List<Drift> drift = OperatorWork.run(
                spec, environment, desk -> new ProviderReports(desk.database()).drift(provider, from, to));
        PrintWriter out = spec.commandLine().getOut();
        if (csv) {
            out.print(csv(drift));
            out.flush();
            return;
        }
        if (drift.isEmpty()) {
            out.println("neither we nor " + provider + " have anything for these days");
        }
        drift.forEach(each -> out.println(told(each)));
    }

    private static String told(Drift drift) {
        return String.join(
                        "\t",
                        drift.day().toString(),
                        drift.model()
                                .map(name -> name.isEmpty() ? "(not named)" : name)
                                .orElse("(all)"),
                        "ours " + told(drift.ours().cost()),
                        "theirs " + told(drift.theirs().cost()),
                        "difference " + told(drift.difference()),
                        drift.percent()
                                .map(percent -> percent.toPlainString() + " %")
                                .orElse("-"),
                        drift.remark())
                .stripTrailing();
    }

    private static String told(Optional<Money> money) {
        return money.map(Money::toString).orElse("none");
    }

    private static String csv(List<Drift> drift) {
        CsvText text = new CsvText();
        text.texts(List.of("date", "model", "our_cost_usd", "their_cost_usd", "difference_usd", "difference_percent"))
                .texts(List.of("our_input_tokens", "their_input_tokens", "our_cached_input_tokens"))
                .texts(List.of("their_cached_input_tokens", "our_output_tokens", "their_output_tokens", "remark"))
                .endRow();
        drift.forEach(each -> each.model().ifPresent(model -> row(text, each, model)));
        return text.toString();
    }

    private static void row(CsvText text, Drift drift, String model) {
        text.text(drift.day().toString())
                .text(model)
                .money(drift.ours().cost())
                .money(drift.theirs().cost())
                .money(drift.difference());
        number(text, drift.percent());
        for (ToLongFunction<ReportTokens> each : List.<ToLongFunction<ReportTokens>>of(
                ReportTokens::input, ReportTokens::cachedInput, ReportTokens::output)) {
            number(text, count(drift.ours(), each));
            number(text, count(drift.theirs(), each));
        }
        text.text(drift.remark()).endRow();
    }

    private static Optional<BigDecimal> count(Side side, ToLongFunction<ReportTokens> which) {
        return side.tokens().map(tokens -> BigDecimal.valueOf(which.applyAsLong(tokens)));
    }

    private static void number(CsvText text, Optional<BigDecimal> number) {
        number.ifPresentOrElse(text::number, text::empty);
    }
}
