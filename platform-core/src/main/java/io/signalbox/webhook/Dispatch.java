package io.signalbox.webhook;

import io.signalbox.db.Database;
import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Meters;
import io.signalbox.tenant.TenantId;
import io.signalbox.webhook.ChannelStore.SealedChannel;
import io.signalbox.webhook.DeliveryStore.Taken;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of sending: takes what is due, sends it, writes down what came of it. Every node may do it at once. A delivery whose node dies under way is sent
 * again a minute later, so a receiver may get an event twice, with the same id.
 */
public final class Dispatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(Dispatch.class);

    private static final Duration HOLD = Duration.ofMinutes(1);
    private static final Duration FAILING_MAX = Duration.ofDays(5);
    private static final int TAKEN_MAX = 20;

    private final Database database;
    private final ChannelBox box;
    private final Courier courier;
    private final InstantSource clock;
    private final Meters meters;
    private final ChannelStore channels = new ChannelStore();
    private final DeliveryStore deliveries = new DeliveryStore();

    public Dispatch(Database database, ChannelBox box, Courier courier, InstantSource clock, Meters meters) {
        this.database = database;
        this.box = box;
        this.courier = courier;
        this.clock = clock;
        this.meters = meters;
    }

    /** Sends at most 20; completes when each has been answered or given up for now. */
    public Future<Void> run() {
        Instant now = clock.instant();
        return database.acrossTenants(tx -> deliveries.tellAudit(tx, now))
                .compose(told -> database.acrossTenants(tx -> deliveries.take(tx, now, HOLD, TAKEN_MAX)))
                .compose(this::sendAll);
    }

    private Future<Void> sendAll(List<Taken> taken) {
        return Future.join(taken.stream().map(this::send).toList()).mapEmpty();
    }

    private Future<Void> send(Taken taken) {
        TenantId tenant = taken.tenant();
        Delivery delivery = taken.delivery();
        return database.inTransaction(tenant, tx -> channels.find(tenant, tx, delivery.channel()))
                .compose(found -> found.map(row -> sent(row, delivery)
                                .compose(outcome -> database.inTransaction(
                                        tenant, tx -> end(tx, row.channel(), delivery, outcome))))
                        .orElseGet(Future::succeededFuture));
    }

    private Future<Courier.Outcome> sent(SealedChannel row, Delivery delivery) {
        Channel channel = row.channel();
        ChannelTarget target = box.open(channel.tenant(), channel.id(), row.sealed());
        return courier.deliver(channel, target, delivery);
    }

    private Future<Void> end(SqlClient tx, Channel channel, Delivery delivery, Courier.Outcome outcome) {
        Instant now = clock.instant();
        Delivery ended = ended(delivery, outcome, now);
        meters.delivered(channel.kind().wireName(), ended.state().wireName());
        return deliveries
                .end(channel.tenant(), tx, ended)
                .compose(written -> outcome.isDelivered()
                        ? channels.succeeded(channel.tenant(), tx, channel.id())
                        : failed(tx, channel, now));
    }

    private static Delivery ended(Delivery delivery, Courier.Outcome outcome, Instant now) {
        Optional<Instant> next = outcome.isDelivered()
                ? Optional.empty()
                : RetryPlan.next(delivery.id(), delivery.attempts(), delivery.beganAt(), now);
        Delivery.State state = outcome.isDelivered()
                ? Delivery.State.DELIVERED
                : next.isPresent() ? Delivery.State.PENDING : Delivery.State.FAILED;
        return new Delivery(
                delivery.id(),
                delivery.channel(),
                delivery.eventId(),
                delivery.eventType(),
                delivery.payload(),
                state,
                delivery.attempts(),
                delivery.createdAt(),
                delivery.beganAt(),
                next.orElse(now),
                state == Delivery.State.PENDING ? Optional.empty() : Optional.of(now),
                outcome.status(),
                outcome.error());
    }

    private Future<Void> failed(SqlClient tx, Channel channel, Instant now) {
        return channels.failed(channel.tenant(), tx, channel.id(), now)
                .compose(noted -> channels.disable(channel.tenant(), tx, channel.id(), now, now.minus(FAILING_MAX)))
                .compose(disabled -> disabled ? tellDisabled(tx, channel, now) : Future.succeededFuture());
    }

    private Future<Void> tellDisabled(SqlClient tx, Channel channel, Instant now) {
        LOGGER.atWarn()
                .addKeyValue(LogKey.TENANT, channel.tenant())
                .addKeyValue(LogKey.CHANNEL, channel.id())
                .log("a webhook failed for five days and is disabled");
        Announcement news = new Announcement(
                "evt_" + channel.id().value().substring(4) + now.getEpochSecond(),
                EventType.WEBHOOK_DISABLED,
                now,
                "The webhook '" + channel.name()
                        + "' failed for five days; nothing is sent to it until somebody activates it.",
                new JsonObject().put("webhook_id", channel.id().value()).put("target", channel.shownTarget()));
        return deliveries.announce(channel.tenant(), tx, news, Set.of()).mapEmpty();
    }
}
