package io.signalbox.billing.reconcile.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Pages of OpenAI's <a href="https://platform.openai.com/docs/api-reference/usage/costs">costs</a> and
 * <a href="https://platform.openai.com/docs/api-reference/usage/completions">completions usage</a>. Costs name a line item, if grouped by it: the model,
 * a comma and what was counted. Usage names models, if grouped by them.
 */
final class OpenAiReport {

    private static final String COSTS = "organization.costs.result";
    private static final String COMPLETIONS = "organization.usage.completions.result";

    private OpenAiReport() {}

    static void read(ReportNode bucket, ReportKind kind, ReportTally tally) {
        LocalDate day = day(bucket);
        tally.cover(day, kind);
        for (ReportNode result : bucket.field("results").items()) {
            if (kindOf(result) != kind) {
                throw result.wrong("tells of something else than the results before it");
            }
            if (kind == ReportKind.COST) {
                cost(result, day, tally);
            } else {
                usage(result, day, tally);
            }
        }
    }

    static ReportKind kindOf(ReportNode result) {
        String object = result.field("object").text();
        if (object.equals(COSTS)) {
            return ReportKind.COST;
        }
        if (object.equals(COMPLETIONS)) {
            return ReportKind.USAGE;
        }
        throw result.field("object").wrong("must be " + COSTS + " or " + COMPLETIONS);
    }

    private static void cost(ReportNode result, LocalDate day, ReportTally tally) {
        ReportNode amount = result.field("amount");
        ReportPages.requireUsd(amount.field("currency"));
        String item = result.field("line_item").textOrEmpty();
        int comma = item.indexOf(',');
        String model = (comma < 0 ? item : item.substring(0, comma)).strip().toLowerCase(Locale.ROOT);
        ReportNode value = amount.field("value");
        ReportPages.keep(value, () -> tally.cost(day, model, value.decimal()));
    }

    private static void usage(ReportNode result, LocalDate day, ReportTally tally) {
        ReportTokens tokens = new ReportTokens(
                result.field("input_tokens").count(),
                result.field("input_cached_tokens").countOrZero(),
                result.field("output_tokens").count());
        String model = result.field("model").textOrEmpty();
        ReportPages.keep(result, () -> tally.usage(day, model, tokens));
    }

    private static LocalDate day(ReportNode bucket) {
        ReportNode start = bucket.field("start_time");
        try {
            return ReportPages.day(
                    bucket,
                    Instant.ofEpochSecond(start.count()),
                    Instant.ofEpochSecond(bucket.field("end_time").count()));
        } catch (DateTimeException beyond) {
            throw start.wrong("is no time", beyond);
        }
    }
}
