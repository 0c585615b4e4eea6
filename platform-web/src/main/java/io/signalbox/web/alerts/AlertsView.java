package io.signalbox.web.alerts;

import io.signalbox.billing.alert.Alert;
import io.signalbox.billing.alert.AlertRule;
import io.signalbox.web.page.Choice;
import io.signalbox.web.page.TimeText;
import io.signalbox.webhook.Channel;
import io.signalbox.webhook.ChannelId;
import io.signalbox.webhook.Delivery;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The view of {@code alerts/page}; channels and deliveries are empty for who may not see them. */
public record AlertsView(
        List<AlertRow> alerts,
        List<RuleRow> rules,
        List<ChannelRow> channels,
        List<DeliveryRow> deliveries,
        boolean mayChange,
        boolean seesChannels,
        boolean mayChangeChannels,
        ChannelForm form,
        String zone) {

    public AlertsView {
        alerts = List.copyOf(alerts);
        rules = List.copyOf(rules);
        channels = List.copyOf(channels);
        deliveries = List.copyOf(deliveries);
    }

    /** An alert; {@code action} acknowledges it, empty when somebody did. */
    public record AlertRow(String summary, String type, String raised, String acknowledged, String action) {}

    /** A rule; {@code toggle} turns it off or on. */
    public record RuleRow(
            String name, String watches, String level, String state, String toggle, String toggleLabel, String test) {}

    /** A channel, without what is secret of it. */
    public record ChannelRow(
            String name,
            String kind,
            String target,
            String level,
            String state,
            String toggle,
            String toggleLabel,
            String test) {}

    /** A delivery; {@code action} sends it once more. */
    public record DeliveryRow(
            String event, String channel, String level, String state, String attempts, String at, String action) {}

    /** The form that adds a channel; {@code error} is empty unless it was refused. */
    public record ChannelForm(String name, String target, List<Choice> kinds, String error) {

        public ChannelForm {
            kinds = List.copyOf(kinds);
        }
    }

    /** How rows are told. */
    record Telling(ZoneId zone, Instant now) {

        AlertRow row(Alert alert) {
            String acknowledged = alert.ackedAt()
                    .map(at -> "acknowledged " + TimeText.ago(at, now))
                    .orElse("open");
            String action = alert.ackedAt().isPresent() ? "" : "/alerts/" + alert.id() + "/ack";
            return new AlertRow(
                    alert.summary(),
                    alert.type().wireName(),
                    new TimeText(zone).minute(alert.raisedAt()),
                    acknowledged,
                    action);
        }

        RuleRow row(AlertRule rule) {
            String path = "/alerts/rules/" + rule.id();
            return new RuleRow(
                    rule.name(),
                    watches(rule),
                    rule.enabled() ? "good" : "",
                    rule.enabled() ? "on" : "off",
                    path + (rule.enabled() ? "/off" : "/on"),
                    rule.enabled() ? "Turn off" : "Turn on",
                    path + "/test");
        }

        private static String watches(AlertRule rule) {
            String of = rule.subject().map(id -> " of " + id).orElse("");
            return switch (rule.kind()) {
                case BUDGET_THRESHOLD ->
                    rule.marks().isEmpty()
                            ? "spend" + of + " at each budget’s own marks"
                            : "spend" + of + " at "
                                    + rule.marks().stream().map(String::valueOf).collect(Collectors.joining(", "))
                                    + " %";
                case BUDGET_FORECAST -> "budgets" + of + " that will not last";
                case ANOMALY ->
                    "hours" + of + " that cost far more than usual, above $"
                            + rule.floor().usd();
                case UNPRICED_MODEL -> "models without a price";
            };
        }

        ChannelRow row(Channel channel) {
            boolean active = channel.state() == Channel.State.ACTIVE;
            String path = "/alerts/channels/" + channel.id();
            String failing = channel.failingSince()
                    .map(at -> ", failing since " + new TimeText(zone).minute(at))
                    .orElse("");
            return new ChannelRow(
                    channel.name(),
                    channel.kind().wireName(),
                    channel.shownTarget(),
                    active && failing.isEmpty() ? "good" : active ? "warn" : "bad",
                    channel.state().wireName() + failing,
                    path + (active ? "/off" : "/on"),
                    active ? "Turn off" : "Turn on",
                    path + "/test");
        }

        DeliveryRow row(Delivery delivery, Map<ChannelId, String> names) {
            String level = switch (delivery.state()) {
                case DELIVERED -> "good";
                case PENDING -> "";
                case FAILED -> "bad";
            };
            String why = delivery.lastError().map(error -> ": " + error).orElse("");
            return new DeliveryRow(
                    delivery.eventType(),
                    names.getOrDefault(delivery.channel(), delivery.channel().value()),
                    level,
                    delivery.state().wireName() + why,
                    String.valueOf(delivery.attempts()),
                    new TimeText(zone).minute(delivery.createdAt()),
                    names.containsKey(delivery.channel())
                            ? "/alerts/channels/" + delivery.channel() + "/deliveries/" + delivery.id() + "/resend"
                            : "");
        }
    }
}
