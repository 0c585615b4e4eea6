package io.signalbox.api.manage;

import static java.time.ZoneOffset.UTC;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.billing.usage.Spend;
import io.signalbox.billing.usage.SpendLine;
import io.signalbox.billing.usage.SpendStore;
import io.signalbox.db.Database;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** What usage came to: a total, and its parts by model, task, app, key, provider or day. */
final class UsageResource {

    private static final Duration RANGE_MAX = Duration.ofDays(400);
    private static final List<String> GROUPS = List.of("model", "task", "app", "key", "provider", "day");

    private final Database database;
    private final InstantSource clock;
    private final SpendStore spends = new SpendStore();

    private record Range(Instant from, Instant to) {}

    UsageResource(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    List<ManageRoute> routes() {
        return List.of(ManageRoute.get("/usage", Permission.READ_USAGE, this::show));
    }

    private Future<Answer> show(ManageRequest request) {
        QueryFields query = request.query();
        Range range = range(query);
        Optional<String> group = query.choice("group_by", GROUPS);
        query.check();
        TenantId tenant = request.tenant();
        return database.inTransaction(
                tenant,
                tx -> spends.total(tenant, tx, range.from(), range.to())
                        .compose(total ->
                                lines(tenant, tx, range, group).map(lines -> answer(range, group, total, lines))));
    }

    /** From the start of the month, UTC, to now, unless the caller says otherwise. */
    private Range range(QueryFields query) {
        Instant now = clock.instant();
        Instant month = now.atOffset(UTC).with(LocalTime.MIN).withDayOfMonth(1).toInstant();
        Range range = new Range(
                query.time("start_time").orElse(month), query.time("end_time").orElse(now));
        if (range.from().isAfter(range.to())) {
            query.complain("end_time", "range", "must not be before start_time");
        } else if (Duration.between(range.from(), range.to()).compareTo(RANGE_MAX) > 0) {
            query.complain("end_time", "range", "must be at most 400 days after start_time");
        }
        return range;
    }

    private Future<List<SpendLine>> lines(TenantId tenant, SqlClient tx, Range range, Optional<String> group) {
        Instant from = range.from();
        Instant to = range.to();
        return switch (group.orElse("")) {
            case "model" -> spends.byModel(tenant, tx, from, to);
            case "task" -> spends.byTask(tenant, tx, from, to);
            case "app" -> spends.byApp(tenant, tx, from, to);
            case "key" -> spends.byKey(tenant, tx, from, to);
            case "provider" -> spends.byProvider(tenant, tx, from, to);
            case "day" -> spends.perDay(tenant, tx, from, to);
            default -> Future.succeededFuture(List.of());
        };
    }

    private static Answer answer(Range range, Optional<String> group, Spend total, List<SpendLine> lines) {
        JsonArray data = new JsonArray();
        lines.forEach(line -> data.add(new JsonObject()
                .put("name", line.name().isEmpty() ? null : line.name())
                .mergeIn(json(line.spend()))));
        return Answer.ok(new JsonObject()
                .put("start_time", range.from().toString())
                .put("end_time", range.to().toString())
                .put("group_by", group.orElse(null))
                .put("total", json(total))
                .put("data", data));
    }

    private static JsonObject json(Spend spend) {
        return new JsonObject()
                .put("attempts", spend.events())
                .put("unpriced_attempts", spend.unpricedEvents())
                .put("prompt_tokens", spend.promptTokens())
                .put("completion_tokens", spend.completionTokens())
                .put("cost_usd", spend.cost().usd())
                .put("unconfirmed_usd", spend.unconfirmed().usd())
                .put("saved_usd", spend.saved().usd());
    }
}
