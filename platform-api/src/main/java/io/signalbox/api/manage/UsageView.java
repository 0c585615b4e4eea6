package io.signalbox.api.manage;

import io.signalbox.billing.usage.Bucket;
import io.signalbox.billing.usage.Dimension;
import io.signalbox.billing.usage.Savings;
import io.signalbox.billing.usage.UsageReport;
import io.signalbox.billing.usage.UsageReport.Cell;
import io.signalbox.billing.usage.UsageSums;
import io.signalbox.money.Money;
import io.signalbox.money.TokenClass;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A usage report as programs read it: buckets of results, the total, and the range as it was understood. Money is decimal USD, null where unpriced. */
final class UsageView {

    private UsageView() {}

    /** {@code data_through} is how far the figures are told: later usage is not in them. */
    static JsonObject json(UsageReport report, Function<UsageSums, JsonObject> view, Instant now) {
        List<JsonArray> results = new ArrayList<>();
        report.starts().forEach(each -> results.add(new JsonArray()));
        for (Cell cell : report.cells()) {
            results.get(cell.bucket()).add(named(report, cell).mergeIn(view.apply(cell.sums())));
        }
        JsonArray data = new JsonArray();
        for (int i = 0; i < results.size(); i++) {
            data.add(new JsonObject()
                    .put("start_time", report.starts().get(i).toString())
                    .put("end_time", report.end(i).toString())
                    .put("results", results.get(i)));
        }
        Bucket bucket = report.query().bucket();
        Instant through =
                now.isBefore(report.query().to()) ? now : report.query().to();
        return new JsonObject()
                .put("start_time", report.query().from().toString())
                .put("end_time", report.query().to().toString())
                .put("tz", report.query().zone().getId())
                .put("bucket_width", bucket.wireName())
                .put("group_by", groups(report))
                .put("data_through", through.toString())
                .put("total", view.apply(report.total()))
                .put("data", data);
    }

    private static JsonArray groups(UsageReport report) {
        JsonArray names = new JsonArray();
        report.query().groups().forEach(each -> names.add(each.wireName()));
        return names;
    }

    /** What was requested without a task has a null one; {@code other} marks the groups that are not told apart, which have null for all. */
    private static JsonObject named(UsageReport report, Cell cell) {
        JsonObject named = new JsonObject();
        List<Dimension> groups = report.query().groups();
        for (int i = 0; i < groups.size(); i++) {
            String value = cell.group().isRest() ? "" : cell.group().values().get(i);
            named.put(groups.get(i).wireName(), value.isEmpty() ? null : value);
        }
        return groups.isEmpty() ? named : named.put("other", cell.group().isRest());
    }

    static JsonObject usage(UsageSums sums) {
        JsonObject tokens = new JsonObject();
        for (TokenClass each : TokenClass.values()) {
            tokens.put(each.wireName(), sums.tokens().of(each));
        }
        return new JsonObject()
                .put("attempts", sums.attempts())
                .put("unpriced_attempts", sums.unpriced())
                .put("prompt_tokens", sums.tokens().promptTokens())
                .put("completion_tokens", sums.tokens().completionTokens())
                .put("tokens", tokens)
                .put("cost_usd", priced(sums, sums.cost()))
                .put("unconfirmed_usd", sums.unconfirmed().usd())
                .put("saved_usd", sums.savings().total().usd());
    }

    static JsonObject costs(UsageSums sums) {
        JsonObject classes = new JsonObject();
        for (TokenClass each : TokenClass.values()) {
            classes.put(each.wireName(), priced(sums, sums.costs().of(each)));
        }
        return new JsonObject()
                .put("cost_usd", priced(sums, sums.cost()))
                .put("by_class_usd", classes.put("unsplit", priced(sums, sums.unsplit())))
                .put("unconfirmed_usd", sums.unconfirmed().usd())
                .put("attempts", sums.attempts())
                .put("unpriced_attempts", sums.unpriced());
    }

    static JsonObject savings(UsageSums sums) {
        Savings saved = sums.savings();
        return new JsonObject()
                .put("cost_usd", priced(sums, sums.cost()))
                .put("without_usd", priced(sums, sums.cost().plus(saved.total())))
                .put("saved_usd", saved.total().usd())
                .put("routing_usd", saved.routing().usd())
                .put("prompt_cache_usd", saved.promptCache().usd())
                .put("response_cache_usd", saved.responseCache().usd())
                .put("batch_usd", saved.batch().usd())
                .put("unpriced_attempts", sums.unpriced());
    }

    private static @Nullable String priced(UsageSums sums, Money amount) {
        return sums.isPriced() ? amount.usd() : null;
    }
}
