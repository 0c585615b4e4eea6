package io.signalbox.billing.alert;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import io.signalbox.webhook.ChannelDesk;
import io.signalbox.webhook.ChannelId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What tenants do with alert rules and alerts; every change is audited. Safe on any thread. */
public final class AlertDesk {

    private final Database database;
    private final Deeds deeds;
    private final IdSource ids;
    private final ChannelDesk channels;
    private final AlertRuleStore rules = new AlertRuleStore();
    private final AlertStore alerts = new AlertStore();

    public AlertDesk(Database database, Deeds deeds, IdSource ids, ChannelDesk channels) {
        this.database = database;
        this.deeds = deeds;
        this.ids = ids;
        this.channels = channels;
    }

    /** What somebody wants a rule to be. */
    public record NewRule(
            String name,
            AlertRule.Kind kind,
            Optional<String> subject,
            List<Integer> marks,
            Money floor,
            Set<ChannelId> channels) {}

    /** What to change; what is empty stays. */
    public record Amendment(
            Optional<String> name,
            Optional<List<Integer>> marks,
            Optional<Money> floor,
            Optional<Set<ChannelId>> channels,
            Optional<Boolean> enabled) {}

    public Future<List<AlertRule>> rules(TenantId tenant) {
        return database.inTransaction(tenant, tx -> rules.list(tenant, tx));
    }

    public Future<AlertRule> rule(TenantId tenant, RuleId id) {
        return database.inTransaction(tenant, tx -> rules.find(tenant, tx, id).map(AlertDesk::orUnknown));
    }

    public Future<AlertRule> create(Acting acting, NewRule wanted) {
        Instant now = deeds.now();
        AlertRule rule = new AlertRule(
                new RuleId(ids.next("alr")),
                acting.tenant(),
                wanted.name(),
                wanted.kind(),
                wanted.subject(),
                wanted.marks(),
                wanted.floor(),
                wanted.channels(),
                true,
                1,
                acting.actor().id(),
                now,
                now);
        return deeds.quietly(
                acting,
                tx -> rules.isFull(acting.tenant(), tx)
                        .compose(full -> full
                                ? Future.failedFuture(
                                        Fault.of(FaultCode.INVALID_REQUEST, "There are too many alert rules."))
                                : withStandard(acting.tenant(), tx, now))
                        .compose(ready -> rules.insert(acting.tenant(), tx, rule))
                        .map(Deed.created(rule, target(rule), audited(rule))));
    }

    /** Making one's first rule is not to do without the standard ones. */
    private Future<Void> withStandard(TenantId tenant, SqlClient tx, Instant now) {
        return rules.hasAny(tenant, tx)
                .compose(has -> has
                        ? Future.succeededFuture()
                        : Future.join(StandardRules.of(tenant, ids, now).stream()
                                        .map(rule -> rules.insert(tenant, tx, rule))
                                        .toList())
                                .mapEmpty());
    }

    /** Fails with {@code VERSION_CONFLICT} unless {@code version} is the current one. */
    public Future<AlertRule> amend(Acting acting, RuleId id, long version, Amendment wanted) {
        return deeds.quietly(
                acting,
                tx -> current(acting.tenant(), tx, id, version).compose(found -> {
                    AlertRule next = amended(found, wanted);
                    return rules.update(acting.tenant(), tx, next)
                            .map(Deed.changed(next, target(found), "changed", audited(found), audited(next)));
                }));
    }

    /** Fails with {@code VERSION_CONFLICT} unless {@code version} is the current one. */
    public Future<Void> delete(Acting acting, RuleId id, long version) {
        return deeds.quietly(
                acting,
                tx -> current(acting.tenant(), tx, id, version)
                        .compose(found -> rules.delete(acting.tenant(), tx, id, deeds.now())
                                .map(gone -> Deed.deleted(gone, target(found), audited(found)))));
    }

    /** Sends a test event the way the rule's alerts go; answers to how many channels. */
    public Future<Integer> test(Acting acting, RuleId id) {
        return rule(acting.tenant(), id)
                .compose(found -> channels.test(acting, "alert rule '" + found.name() + "'", found.channels()));
    }

    /** Newest first, after the alert with id {@code after}. */
    public Future<List<Alert>> alerts(TenantId tenant, boolean openOnly, Optional<String> after, int limit) {
        return database.inTransaction(tenant, tx -> alerts.list(tenant, tx, openOnly, after, limit));
    }

    /** Whoever was first is remembered; again changes nothing. */
    public Future<Alert> acknowledge(Acting acting, AlertId id) {
        return deeds.quietly(
                acting,
                tx -> alerts.acknowledge(acting.tenant(), tx, id, acting.actor().id(), deeds.now())
                        .compose(first -> alerts.find(acting.tenant(), tx, id)
                                .map(AlertDesk::orUnknown)
                                .map(alert -> first ? acknowledged(alert) : Deed.unchanged(alert))));
    }

    private static Deed<Alert> acknowledged(Alert alert) {
        JsonObject said = new JsonObject().put("summary", alert.summary());
        return Deed.changed(alert, new Deed.Target("alert", alert.id().value()), "acknowledged", said, said);
    }

    private AlertRule amended(AlertRule rule, Amendment wanted) {
        return new AlertRule(
                rule.id(),
                rule.tenant(),
                wanted.name().orElse(rule.name()),
                rule.kind(),
                rule.subject(),
                wanted.marks().orElse(rule.marks()),
                wanted.floor().orElse(rule.floor()),
                wanted.channels().orElse(rule.channels()),
                wanted.enabled().orElse(rule.enabled()),
                rule.version() + 1,
                rule.createdBy(),
                rule.createdAt(),
                deeds.now());
    }

    private Future<AlertRule> current(TenantId tenant, SqlClient tx, RuleId id, long version) {
        return rules.findForUpdate(tenant, tx, id)
                .map(AlertDesk::orUnknown)
                .compose(found -> found.version() == version
                        ? Future.succeededFuture(found)
                        : Future.failedFuture(
                                Fault.of(FaultCode.VERSION_CONFLICT, "The alert rule has changed since you read it.")));
    }

    private static <T> T orUnknown(Optional<T> found) {
        return found.orElseThrow(() -> Fault.of(FaultCode.NOT_FOUND, "There is no such object."));
    }

    private static Deed.Target target(AlertRule rule) {
        return new Deed.Target("alert_rule", rule.id().value());
    }

    private static JsonObject audited(AlertRule rule) {
        JsonArray channels = new JsonArray();
        rule.channels().stream().map(ChannelId::value).sorted().forEach(channels::add);
        return new JsonObject()
                .put("name", rule.name())
                .put("kind", rule.kind().wireName())
                .put("subject", rule.subject().orElse(null))
                .put("marks", new JsonArray(List.copyOf(rule.marks())))
                .put("floor_usd", rule.floor().usd())
                .put("channels", channels)
                .put("enabled", rule.enabled());
    }
}
