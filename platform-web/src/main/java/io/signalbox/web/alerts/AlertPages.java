package io.signalbox.web.alerts;

import io.signalbox.billing.alert.Alert;
import io.signalbox.billing.alert.AlertDesk;
import io.signalbox.billing.alert.AlertId;
import io.signalbox.billing.alert.AlertRule;
import io.signalbox.billing.alert.RuleId;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.Permission;
import io.signalbox.tenant.TenantId;
import io.signalbox.web.alerts.AlertsView.ChannelForm;
import io.signalbox.web.alerts.AlertsView.Telling;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Choice;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.Visit;
import io.signalbox.webhook.Channel;
import io.signalbox.webhook.ChannelDesk;
import io.signalbox.webhook.ChannelDesk.Issued;
import io.signalbox.webhook.ChannelDesk.NewChannel;
import io.signalbox.webhook.ChannelId;
import io.signalbox.webhook.Delivery;
import io.signalbox.webhook.DeliveryId;
import io.signalbox.webhook.EventType;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page of alerts. A signing secret is on exactly one page, the answer to the form that made it. */
public final class AlertPages {

    private static final int ALERTS_SHOWN = 50;
    private static final int DELIVERIES_SHOWN = 30;
    private static final int TARGET_LENGTH_MAX = 2_000;
    private static final Answer BACK = new Answer.Redirect("/alerts");

    private final AlertDesk alerts;
    private final ChannelDesk channels;
    private final InstantSource clock;

    public AlertPages(AlertDesk alerts, ChannelDesk channels, InstantSource clock) {
        this.alerts = alerts;
        this.channels = channels;
        this.clock = clock;
    }

    /** The view of {@code alerts/secret}. */
    public record SecretView(String title, String secret) {}

    private record Draft(String name, String kind, String target) {

        static final Draft EMPTY = new Draft("", "webhook", "");

        static Draft read(Visit visit) {
            return new Draft(visit.field("name"), visit.field("kind"), visit.field("target"));
        }

        ChannelForm form(String error) {
            List<Choice> kinds = Arrays.stream(Channel.Kind.values())
                    .map(each -> new Choice(
                            each.wireName(), label(each), each.wireName().equals(kind)))
                    .toList();
            return new ChannelForm(name, target, kinds, error);
        }

        private static String label(Channel.Kind kind) {
            return switch (kind) {
                case WEBHOOK -> "signed webhook";
                case SLACK -> "Slack";
                case EMAIL -> "e-mail";
            };
        }

        Optional<String> refusal() {
            if (name.isEmpty() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
                return Optional.of("Give the channel a name of at most 100 characters.");
            }
            boolean fits = !target.isEmpty() && target.length() <= TARGET_LENGTH_MAX;
            return fits ? Optional.empty() : Optional.of("Say where it leads: a URL, or e-mail addresses.");
        }

        NewChannel wanted() {
            Channel.Kind chosen = Arrays.stream(Channel.Kind.values())
                    .filter(each -> each.wireName().equals(kind))
                    .findFirst()
                    .orElse(Channel.Kind.WEBHOOK);
            Set<EventType> types = EnumSet.allOf(EventType.class);
            types.removeIf(type -> !type.isChosen());
            return new NewChannel(name, chosen, target, types);
        }
    }

    private record Told(List<Channel> channels, List<Delivery> deliveries) {}

    public Future<Answer> show(Visit visit) {
        return show(visit, Draft.EMPTY.form(""), 200);
    }

    private Future<Answer> show(Visit visit, ChannelForm form, int status) {
        TenantId tenant = visit.viewer().tenant();
        return alerts.alerts(tenant, false, Optional.empty(), ALERTS_SHOWN)
                .compose(found -> alerts.rules(tenant)
                        .compose(rules -> told(visit)
                                .map(told -> new Answer.Page(
                                        status,
                                        "Alerts",
                                        Section.ALERTS,
                                        "alerts/page",
                                        view(visit, found, rules, told, form)))));
    }

    private Future<Told> told(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        return visit.viewer().grants().allow(Permission.READ_WEBHOOKS)
                ? channels.list(tenant)
                        .compose(all -> channels.latestDeliveries(tenant, DELIVERIES_SHOWN)
                                .map(sent -> new Told(all, sent)))
                : Future.succeededFuture(new Told(List.of(), List.of()));
    }

    private AlertsView view(Visit visit, List<Alert> found, List<AlertRule> rules, Told told, ChannelForm form) {
        Telling telling = new Telling(visit.viewer().zone(), clock.instant());
        Map<ChannelId, String> names = told.channels().stream().collect(Collectors.toMap(Channel::id, Channel::name));
        return new AlertsView(
                found.stream().map(telling::row).toList(),
                rules.stream().map(telling::row).toList(),
                told.channels().stream().map(telling::row).toList(),
                told.deliveries().stream().map(each -> telling.row(each, names)).toList(),
                visit.viewer().grants().allow(Permission.WRITE_ALERTS),
                visit.viewer().grants().allow(Permission.READ_WEBHOOKS),
                visit.viewer().grants().allow(Permission.WRITE_WEBHOOKS),
                form,
                visit.viewer().zone().getId());
    }

    public Future<Answer> acknowledge(Visit visit) {
        return alerts.acknowledge(visit.acting(), id(visit, "id", "alt", AlertId::new))
                .map(BACK);
    }

    public Future<Answer> turnRuleOn(Visit visit) {
        return turnRule(visit, true);
    }

    public Future<Answer> turnRuleOff(Visit visit) {
        return turnRule(visit, false);
    }

    private Future<Answer> turnRule(Visit visit, boolean on) {
        RuleId id = id(visit, "id", "alr", RuleId::new);
        AlertDesk.Amendment wanted = new AlertDesk.Amendment(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(on));
        return alerts.rule(visit.viewer().tenant(), id)
                .compose(rule -> alerts.amend(visit.acting(), id, rule.version(), wanted))
                .map(BACK);
    }

    public Future<Answer> testRule(Visit visit) {
        return alerts.test(visit.acting(), id(visit, "id", "alr", RuleId::new)).map(BACK);
    }

    public Future<Answer> addChannel(Visit visit) {
        Draft draft = Draft.read(visit);
        Optional<String> refusal = draft.refusal();
        if (refusal.isPresent()) {
            return show(visit, draft.form(refusal.get()), 422);
        }
        return channels.create(visit.acting(), draft.wanted())
                .map(AlertPages::made)
                .recover(failure -> failure instanceof Fault fault && fault.code() == FaultCode.INVALID_REQUEST
                        ? show(visit, draft.form(fault.publicMessage()), 422)
                        : Future.failedFuture(failure));
    }

    private static Answer made(Issued issued) {
        return issued.secret()
                .map(secret -> Answer.page(
                        "Webhook secret",
                        Section.ALERTS,
                        "alerts/secret",
                        new SecretView(
                                "Webhook “" + issued.channel().name() + "” is ready",
                                secret.text().value())))
                .orElse(BACK);
    }

    public Future<Answer> turnChannelOn(Visit visit) {
        return turnChannel(visit, Channel.State.ACTIVE);
    }

    public Future<Answer> turnChannelOff(Visit visit) {
        return turnChannel(visit, Channel.State.DISABLED);
    }

    private Future<Answer> turnChannel(Visit visit, Channel.State state) {
        ChannelId id = id(visit, "id", "whk", ChannelId::new);
        ChannelDesk.Amendment wanted =
                new ChannelDesk.Amendment(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(state));
        return channels.find(visit.viewer().tenant(), id)
                .compose(channel -> channels.amend(visit.acting(), id, channel.version(), wanted))
                .map(BACK);
    }

    public Future<Answer> testChannel(Visit visit) {
        ChannelId id = id(visit, "id", "whk", ChannelId::new);
        return channels.find(visit.viewer().tenant(), id)
                .compose(channel -> channels.test(visit.acting(), "channel '" + channel.name() + "'", Set.of(id)))
                .map(BACK);
    }

    public Future<Answer> resend(Visit visit) {
        ChannelId id = id(visit, "id", "whk", ChannelId::new);
        DeliveryId delivery = id(visit, "delivery", "dlv", DeliveryId::new);
        return channels.resend(visit.acting(), id, delivery).map(BACK);
    }

    private static <T> T id(Visit visit, String param, String prefix, Function<String, T> read) {
        String text = visit.pathParam(param);
        if (!text.matches(prefix + "_[0-9A-Za-z]{1,56}")) {
            throw Fault.of(FaultCode.NOT_FOUND, "There is no such object.");
        }
        return read.apply(text);
    }
}
