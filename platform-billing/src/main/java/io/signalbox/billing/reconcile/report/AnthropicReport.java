package io.signalbox.billing.reconcile.report;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * Pages of Anthropic's <a href="https://platform.claude.com/docs/en/api/admin/cost_report">cost report</a>, whose amounts are cents, and its
 * <a href="https://platform.claude.com/docs/en/api/admin/usage_report">messages usage report</a>. Costs name models when grouped by description.
 */
final class AnthropicReport {

    private static final int CENTS_DIGITS = 2;

    private AnthropicReport() {}

    static void read(ReportNode bucket, ReportKind kind, ReportTally tally) {
        LocalDate day = day(bucket);
        tally.cover(day, kind);
        for (ReportNode result : bucket.field("results").items()) {
            if (kindOf(result) != kind) {
                throw result.wrong("tells of something else than the results before it");
            }
            String model = result.field("model").textOrEmpty();
            if (kind == ReportKind.COST) {
                ReportPages.requireUsd(result.field("currency"));
                ReportNode cents = result.field("amount");
                ReportPages.keep(
                        cents, () -> tally.cost(day, model, cents.decimal().movePointLeft(CENTS_DIGITS)));
            } else {
                ReportPages.keep(result, () -> tally.usage(day, model, tokens(result)));
            }
        }
    }

    static ReportKind kindOf(ReportNode result) {
        if (result.has("amount")) {
            return ReportKind.COST;
        }
        if (result.has("uncached_input_tokens")) {
            return ReportKind.USAGE;
        }
        throw result.wrong("must have an amount or uncached_input_tokens");
    }

    private static ReportTokens tokens(ReportNode result) {
        long read = result.field("cache_read_input_tokens").countOrZero();
        ReportNode written = result.field("cache_creation");
        return new ReportTokens(result.field("uncached_input_tokens").count(), 0, 0)
                .plus(new ReportTokens(read, read, result.field("output_tokens").count()))
                .plus(new ReportTokens(
                        written.field("ephemeral_5m_input_tokens").countOrZero(), 0, 0))
                .plus(new ReportTokens(
                        written.field("ephemeral_1h_input_tokens").countOrZero(), 0, 0));
    }

    private static LocalDate day(ReportNode bucket) {
        try {
            return ReportPages.day(
                    bucket,
                    OffsetDateTime.parse(bucket.field("starting_at").text()).toInstant(),
                    OffsetDateTime.parse(bucket.field("ending_at").text()).toInstant());
        } catch (DateTimeException wrong) {
            throw bucket.wrong("must have times such as 2026-11-01T00:00:00Z", wrong);
        }
    }
}
