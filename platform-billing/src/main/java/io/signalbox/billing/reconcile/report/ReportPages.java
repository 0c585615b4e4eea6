package io.signalbox.billing.reconcile.report;

import io.signalbox.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** A page of JSON as providers' usage interfaces answer it: buckets of time, each with results. Whose it is shows in how buckets tell their time. */
final class ReportPages {

    private ReportPages() {}

    /** Answers whether there are more pages. Fails with an {@link IllegalArgumentException} that begins with a JSON pointer. */
    static boolean read(byte[] json, ReportTally tally) {
        ReportNode page = page(json);
        List<ReportNode> buckets = page.field("data").items();
        if (buckets.isEmpty()) {
            throw page.field("data").wrong("holds nothing");
        }
        boolean openAi = buckets.get(0).has("start_time");
        ReportKind kind = kind(page, buckets, openAi);
        for (ReportNode bucket : buckets) {
            if (openAi) {
                OpenAiReport.read(bucket, kind, tally);
            } else {
                AnthropicReport.read(bucket, kind, tally);
            }
        }
        return page.field("has_more").value().asBoolean(false);
    }

    /** Buckets without results do not say what of; the others do. */
    private static ReportKind kind(ReportNode page, List<ReportNode> buckets, boolean openAi) {
        for (ReportNode bucket : buckets) {
            List<ReportNode> results = bucket.field("results").items();
            if (!results.isEmpty()) {
                return openAi ? OpenAiReport.kindOf(results.get(0)) : AnthropicReport.kindOf(results.get(0));
            }
        }
        throw page.field("data").wrong("has no results in any bucket");
    }

    private static ReportNode page(byte[] json) {
        try {
            return new ReportNode(Json.read(json), "");
        } catch (IOException broken) {
            throw new IllegalArgumentException("the file is no JSON that can be read", broken);
        }
    }

    /** The UTC day that a bucket lies in. */
    static LocalDate day(ReportNode bucket, Instant start, Instant end) {
        LocalDate day = LocalDate.ofInstant(start, ZoneOffset.UTC);
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(Duration.ofDays(1));
        if (!end.isAfter(start) || end.isAfter(midnight)) {
            throw bucket.wrong("must lie within one UTC day");
        }
        return day;
    }

    static void requireUsd(ReportNode currency) {
        if (!currency.text().equalsIgnoreCase("usd")) {
            throw currency.wrong("must be USD");
        }
    }

    /** Runs {@code work}; what it refuses is told with where it stands. */
    static void keep(ReportNode at, Runnable work) {
        try {
            work.run();
        } catch (ArithmeticException tooMany) {
            throw at.wrong("is out of range", tooMany);
        } catch (IllegalArgumentException refused) {
            String message = String.valueOf(refused.getMessage());
            throw message.startsWith("/") ? refused : at.wrong(message, refused);
        }
    }
}
