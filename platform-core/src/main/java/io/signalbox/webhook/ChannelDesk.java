package io.signalbox.webhook;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.tenant.TenantId;
import io.signalbox.webhook.ChannelStore.SealedChannel;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What tenants do with their channels. Every change is audited; a target must pass the {@link Outbound} check of its kind, and neither it nor a secret is shown
 * again. Safe on any thread.
 */
public final class ChannelDesk {

    /** How long the secret before the present one goes on signing. */
    public static final Duration SECOND_SECRET_FOR = Duration.ofHours(24);

    private final Database database;
    private final Deeds deeds;
    private final ChannelBox box;
    private final IdSource ids;
    private final Outbound outbound;
    private final ChannelStore channels = new ChannelStore();
    private final DeliveryStore deliveries = new DeliveryStore();

    public ChannelDesk(Database database, Deeds deeds, ChannelBox box, IdSource ids, Outbound outbound) {
        this.database = database;
        this.deeds = deeds;
        this.box = box;
        this.ids = ids;
        this.outbound = outbound;
    }

    /** What somebody wants a channel to be; {@code target} is a URL or e-mail addresses separated by commas. */
    public record NewChannel(String name, Channel.Kind kind, String target, Set<EventType> eventTypes) {}

    /** What to change; what is empty stays. */
    public record Amendment(
            Optional<String> name,
            Optional<String> target,
            Optional<Set<EventType>> eventTypes,
            Optional<Channel.State> state) {}

    /** A channel, and its signing secret the only time it is shown: webhooks alone have one. */
    public record Issued(Channel channel, Optional<WebhookSecret> secret) {}

    public Future<List<Channel>> list(TenantId tenant) {
        return database.inTransaction(tenant, tx -> channels.list(tenant, tx));
    }

    public Future<Channel> find(TenantId tenant, ChannelId id) {
        return database.inTransaction(
                        tenant, tx -> channels.find(tenant, tx, id).map(ChannelDesk::orUnknown))
                .map(SealedChannel::channel);
    }

    public Future<Issued> create(Acting acting, NewChannel wanted) {
        Instant now = deeds.now();
        ChannelId id = new ChannelId(ids.next("whk"));
        Optional<WebhookSecret> secret =
                wanted.kind() == Channel.Kind.WEBHOOK ? Optional.of(box.freshSecret()) : Optional.empty();
        Channel channel = new Channel(
                acting.tenant(),
                id,
                wanted.name(),
                wanted.kind(),
                Outbound.shown(wanted.kind(), wanted.target()),
                wanted.eventTypes(),
                Optional.empty(),
                Channel.State.ACTIVE,
                Optional.empty(),
                1,
                acting.actor().id(),
                now,
                now);
        ChannelTarget target = new ChannelTarget(wanted.target(), secret.map(WebhookSecret::text), Optional.empty());
        SealedChannel row = new SealedChannel(channel, box.seal(acting.tenant(), id, target));
        return outbound.admit(wanted.kind(), wanted.target())
                .compose(admitted -> deeds.quietly(
                        acting,
                        tx -> channels.isFull(acting.tenant(), tx)
                                .compose(full -> full
                                        ? Future.failedFuture(
                                                Fault.of(FaultCode.INVALID_REQUEST, "There are too many webhooks."))
                                        : channels.insert(acting.tenant(), tx, row))
                                .map(Deed.created(new Issued(channel, secret), target(channel), audited(channel)))));
    }

    /** Fails with {@code VERSION_CONFLICT} unless {@code version} is the current one. Activating a disabled channel gives it another five days. */
    public Future<Channel> amend(Acting acting, ChannelId id, long version, Amendment wanted) {
        return find(acting.tenant(), id)
                .compose(found -> wanted.target()
                        .map(target -> outbound.admit(found.kind(), target))
                        .orElseGet(Future::succeededFuture))
                .compose(admitted -> deeds.quietly(
                        acting,
                        tx -> current(acting.tenant(), tx, id, version).compose(found -> {
                            SealedChannel next = amended(found, wanted);
                            return channels.update(acting.tenant(), tx, next)
                                    .map(Deed.changed(
                                            next.channel(),
                                            target(found.channel()),
                                            "changed",
                                            audited(found.channel()),
                                            audited(next.channel())));
                        })));
    }

    /** A new signing secret at once; the one before it signs too for 24 hours. Only webhooks have one. */
    public Future<Issued> rotateSecret(Acting acting, ChannelId id) {
        Instant now = deeds.now();
        return deeds.quietly(
                acting,
                tx -> channels.findForUpdate(acting.tenant(), tx, id)
                        .map(ChannelDesk::orUnknown)
                        .compose(found -> {
                            ChannelTarget before = open(found);
                            if (before.secret().isEmpty()) {
                                return Future.failedFuture(Fault.of(
                                        FaultCode.INVALID_REQUEST, "Only a signed webhook has a secret to rotate."));
                            }
                            WebhookSecret fresh = box.freshSecret();
                            Channel rotated = found.channel().rotated(now.plus(SECOND_SECRET_FOR), now);
                            byte[] sealed = box.seal(acting.tenant(), id, before.rotated(fresh.text()));
                            return channels.update(acting.tenant(), tx, new SealedChannel(rotated, sealed))
                                    .map(Deed.changed(
                                            new Issued(rotated, Optional.of(fresh)),
                                            target(rotated),
                                            "rotated",
                                            audited(found.channel()),
                                            audited(rotated)));
                        }));
    }

    /** Fails with {@code VERSION_CONFLICT} unless {@code version} is the current one. What was not sent yet is not sent any more. */
    public Future<Void> delete(Acting acting, ChannelId id, long version) {
        return deeds.quietly(
                acting,
                tx -> current(acting.tenant(), tx, id, version)
                        .compose(found -> channels.delete(acting.tenant(), tx, id, deeds.now())
                                .map(gone -> Deed.deleted(gone, target(found.channel()), audited(found.channel())))));
    }

    /** Newest first, after the delivery with id {@code after}. */
    public Future<List<Delivery>> deliveries(TenantId tenant, ChannelId id, Optional<String> after, int limit) {
        return database.inTransaction(
                tenant,
                tx -> channels.find(tenant, tx, id)
                        .map(ChannelDesk::orUnknown)
                        .compose(found -> deliveries.list(tenant, tx, id, after, limit)));
    }

    /** The newest of all channels. */
    public Future<List<Delivery>> latestDeliveries(TenantId tenant, int limit) {
        return database.inTransaction(tenant, tx -> deliveries.latest(tenant, tx, limit));
    }

    /** Sends it once more, with the same event id, whether it had arrived or not. */
    public Future<Delivery> resend(Acting acting, ChannelId id, DeliveryId delivery) {
        return deeds.quietly(
                acting,
                tx -> channels.find(acting.tenant(), tx, id)
                        .map(ChannelDesk::orUnknown)
                        .compose(found -> deliveries
                                .resend(acting.tenant(), tx, id, delivery, deeds.now())
                                .map(ChannelDesk::orUnknown)
                                .map(due -> Deed.changed(
                                        due,
                                        target(found.channel()),
                                        "resent",
                                        audited(found.channel()),
                                        audited(found.channel()).put("delivery", delivery.value())))));
    }

    /** Sends a test event to these channels, or to all when it is empty; answers to how many. */
    public Future<Integer> test(Acting acting, String about, Set<ChannelId> to) {
        Announcement news = new Announcement(
                ids.next("evt"),
                EventType.ALERT_TEST,
                deeds.now(),
                "This is a test: " + about,
                new JsonObject().put("test", true));
        return database.inTransaction(acting.tenant(), tx -> deliveries.announce(acting.tenant(), tx, news, to));
    }

    private SealedChannel amended(SealedChannel found, Amendment wanted) {
        Channel before = found.channel();
        Channel next = before.amended(
                wanted.name().orElse(before.name()),
                wanted.eventTypes().orElse(before.eventTypes()),
                wanted.state().orElse(before.state()),
                deeds.now());
        return wanted.target()
                .map(target -> new SealedChannel(
                        next.aimedAt(Outbound.shown(next.kind(), target)),
                        box.seal(next.tenant(), next.id(), open(found).aimedAt(target))))
                .orElseGet(() -> new SealedChannel(next, found.sealed()));
    }

    private ChannelTarget open(SealedChannel row) {
        return box.open(row.channel().tenant(), row.channel().id(), row.sealed());
    }

    private Future<SealedChannel> current(TenantId tenant, SqlClient tx, ChannelId id, long version) {
        return channels.findForUpdate(tenant, tx, id)
                .map(ChannelDesk::orUnknown)
                .compose(found -> found.channel().version() == version
                        ? Future.succeededFuture(found)
                        : Future.failedFuture(
                                Fault.of(FaultCode.VERSION_CONFLICT, "The webhook has changed since you read it.")));
    }

    private static <T> T orUnknown(Optional<T> found) {
        return found.orElseThrow(() -> Fault.of(FaultCode.NOT_FOUND, "There is no such object."));
    }

    private static Deed.Target target(Channel channel) {
        return new Deed.Target("webhook", channel.id().value());
    }

    private static JsonObject audited(Channel channel) {
        JsonArray types = new JsonArray();
        channel.eventTypes().stream().map(EventType::wireName).sorted().forEach(types::add);
        return new JsonObject()
                .put("name", channel.name())
                .put("kind", channel.kind().wireName())
                .put("target", channel.shownTarget())
                .put("events", types)
                .put("state", channel.state().wireName());
    }
}
