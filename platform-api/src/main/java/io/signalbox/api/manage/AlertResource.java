package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.Paging;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.billing.alert.Alert;
import io.signalbox.billing.alert.AlertDesk;
import io.signalbox.billing.alert.AlertDesk.Amendment;
import io.signalbox.billing.alert.AlertDesk.NewRule;
import io.signalbox.billing.alert.AlertId;
import io.signalbox.billing.alert.AlertRule;
import io.signalbox.billing.alert.RuleId;
import io.signalbox.money.Money;
import io.signalbox.tenant.Permission;
import io.signalbox.webhook.ChannelId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Alert rules and what they found. */
final class AlertResource {

    private static final int NAME_LENGTH_MAX = 100;
    private static final int ID_LENGTH_MAX = 64;
    private static final int CHANNELS_MAX = 20;

    private final AlertDesk desk;

    AlertResource(AlertDesk desk) {
        this.desk = desk;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/alert-rules", Permission.READ_ALERTS, this::rules),
                ManageRoute.post("/alert-rules", Permission.WRITE_ALERTS, this::create),
                ManageRoute.get("/alert-rules/{id}", Permission.READ_ALERTS, this::rule),
                ManageRoute.patch("/alert-rules/{id}", Permission.WRITE_ALERTS, this::amend),
                ManageRoute.delete("/alert-rules/{id}", Permission.WRITE_ALERTS, this::delete),
                ManageRoute.post("/alert-rules/{id}/test", Permission.WRITE_ALERTS, this::test),
                ManageRoute.get("/alerts", Permission.READ_ALERTS, this::alerts),
                ManageRoute.post("/alerts/{id}/ack", Permission.WRITE_ALERTS, this::acknowledge));
    }

    private Future<Answer> rules(ManageRequest request) {
        request.query().check();
        return desk.rules(request.tenant()).map(found -> {
            JsonArray data = new JsonArray();
            found.forEach(rule -> data.add(json(rule)));
            return Answer.ok(
                    new JsonObject().put("data", data).put("has_more", false).putNull("next_cursor"));
        });
    }

    private Future<Answer> rule(ManageRequest request) {
        request.query().check();
        return desk.rule(request.tenant(), request.id(RuleId::new)).map(AlertResource::answer);
    }

    private Future<Answer> create(ManageRequest request) {
        BodyFields fields = request.fields();
        String name = fields.text("name", NAME_LENGTH_MAX);
        AlertRule.Kind kind = fields.choice("kind", List.of(AlertRule.Kind.values()), AlertRule.Kind::wireName);
        Optional<String> subject = fields.optionalText("subject", ID_LENGTH_MAX);
        boolean hasMarks = kind == AlertRule.Kind.BUDGET_THRESHOLD;
        List<Integer> marks = marks(fields);
        if (!hasMarks && !marks.isEmpty()) {
            fields.complain("marks_percent", "unexpected", "is only for rules of kind budget_threshold");
        }
        Optional<Money> floor = fields.optionalUsd("floor_usd");
        Set<ChannelId> channels = channels(fields);
        fields.check();
        NewRule wanted = new NewRule(
                name,
                kind,
                subject,
                marks,
                floor.orElse(kind == AlertRule.Kind.ANOMALY ? AlertRule.STANDARD_FLOOR : Money.ZERO),
                channels);
        return desk.create(request.acting(), wanted)
                .map(rule ->
                        Answer.created("/alert-rules/" + rule.id(), json(rule)).tagged(rule.version()));
    }

    private Future<Answer> amend(ManageRequest request) {
        RuleId id = request.id(RuleId::new);
        long version = request.ifMatch();
        BodyFields fields = request.fields();
        Optional<String> name = fields.optionalText("name", NAME_LENGTH_MAX);
        Optional<List<Integer>> marks = fields.has("marks_percent") ? Optional.of(marks(fields)) : Optional.empty();
        Optional<Money> floor = fields.optionalUsd("floor_usd");
        Optional<Set<ChannelId>> channels =
                fields.has("webhook_ids") ? Optional.of(channels(fields)) : Optional.empty();
        Optional<Boolean> enabled =
                fields.has("enabled") ? Optional.of(fields.flag("enabled", true)) : Optional.empty();
        fields.check();
        return desk.rule(request.tenant(), id).compose(found -> {
            boolean hasMarks = found.kind() == AlertRule.Kind.BUDGET_THRESHOLD;
            if (!hasMarks && !marks.orElse(List.of()).isEmpty()) {
                fields.complain("marks_percent", "unexpected", "is only for rules of kind budget_threshold");
                fields.check();
            }
            return desk.amend(request.acting(), id, version, new Amendment(name, marks, floor, channels, enabled))
                    .map(AlertResource::answer);
        });
    }

    private Future<Answer> delete(ManageRequest request) {
        RuleId id = request.id(RuleId::new);
        return desk.delete(request.acting(), id, request.ifMatch()).map(gone -> Answer.nothing());
    }

    private Future<Answer> test(ManageRequest request) {
        RuleId id = request.id(RuleId::new);
        request.fields().check();
        return desk.test(request.acting(), id).map(sent -> Answer.ok(new JsonObject().put("deliveries", sent)));
    }

    private Future<Answer> alerts(ManageRequest request) {
        QueryFields query = request.query();
        String state = query.choice("state", List.of("open", "all")).orElse("all");
        Paging paging = Paging.of(query, "alerts " + state);
        query.check();
        return desk.alerts(request.tenant(), state.equals("open"), paging.after(), paging.limit() + 1)
                .map(found -> paging.answer(
                        found, AlertResource::json, alert -> alert.id().value()));
    }

    private Future<Answer> acknowledge(ManageRequest request) {
        AlertId id = request.id(AlertId::new);
        request.fields().check();
        return desk.acknowledge(request.acting(), id).map(alert -> Answer.ok(json(alert)));
    }

    private static List<Integer> marks(BodyFields fields) {
        return fields.numbers("marks_percent", AlertRule.MARKS_MAX, 1, AlertRule.MARK_MAX);
    }

    private static Set<ChannelId> channels(BodyFields fields) {
        Set<ChannelId> channels = new HashSet<>();
        for (String each : fields.texts("webhook_ids", CHANNELS_MAX, ID_LENGTH_MAX)) {
            ManageRequest.readId(each, ChannelId::new)
                    .ifPresentOrElse(
                            channels::add, () -> fields.complain("webhook_ids", "unknown", "must be webhooks' ids"));
        }
        return channels;
    }

    private static Answer answer(AlertRule rule) {
        return Answer.ok(json(rule)).tagged(rule.version());
    }

    private static JsonObject json(AlertRule rule) {
        return new JsonObject()
                .put("id", rule.id().value())
                .put("name", rule.name())
                .put("kind", rule.kind().wireName())
                .put("subject", rule.subject().orElse(null))
                .put("marks_percent", new JsonArray(List.copyOf(rule.marks())))
                .put("floor_usd", rule.floor().usd())
                .put(
                        "webhook_ids",
                        new JsonArray(rule.channels().stream()
                                .map(ChannelId::value)
                                .sorted()
                                .toList()))
                .put("enabled", rule.enabled())
                .put("version", rule.version())
                .put("created_by", rule.createdBy())
                .put("created_at", rule.createdAt().toString())
                .put("updated_at", rule.updatedAt().toString());
    }

    private static JsonObject json(Alert alert) {
        return new JsonObject()
                .put("id", alert.id().value())
                .put("rule_id", alert.rule().value())
                .put("type", alert.type().wireName())
                .put("subject", alert.subject())
                .put("window", alert.window())
                .put("mark_percent", alert.mark() == 0 ? null : alert.mark())
                .put("summary", alert.summary())
                .put("details", alert.details())
                .put("raised_at", alert.raisedAt().toString())
                .put("acknowledged_at", alert.ackedAt().map(Instant::toString).orElse(null))
                .put("acknowledged_by", alert.ackedBy().orElse(null));
    }
}
