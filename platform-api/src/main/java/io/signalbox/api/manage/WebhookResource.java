package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.Paging;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.tenant.Permission;
import io.signalbox.webhook.Channel;
import io.signalbox.webhook.ChannelDesk;
import io.signalbox.webhook.ChannelDesk.Amendment;
import io.signalbox.webhook.ChannelDesk.Issued;
import io.signalbox.webhook.ChannelDesk.NewChannel;
import io.signalbox.webhook.ChannelId;
import io.signalbox.webhook.Delivery;
import io.signalbox.webhook.DeliveryId;
import io.signalbox.webhook.EventType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whom to tell: signed webhooks, Slack, e-mail; and the log of what was sent. A target and a secret go in and never come out. */
final class WebhookResource {

    private static final int NAME_LENGTH_MAX = 100;
    private static final int TARGET_LENGTH_MAX = 2_000;
    private static final int TYPE_LENGTH_MAX = 64;

    private final ChannelDesk desk;

    WebhookResource(ChannelDesk desk) {
        this.desk = desk;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/webhooks", Permission.READ_WEBHOOKS, this::list),
                ManageRoute.post("/webhooks", Permission.WRITE_WEBHOOKS, this::create),
                ManageRoute.get("/webhooks/{id}", Permission.READ_WEBHOOKS, this::show),
                ManageRoute.patch("/webhooks/{id}", Permission.WRITE_WEBHOOKS, this::amend),
                ManageRoute.delete("/webhooks/{id}", Permission.WRITE_WEBHOOKS, this::delete),
                ManageRoute.post("/webhooks/{id}/rotate-secret", Permission.WRITE_WEBHOOKS, this::rotate),
                ManageRoute.get("/webhooks/{id}/deliveries", Permission.READ_WEBHOOKS, this::deliveries),
                ManageRoute.post(
                        "/webhooks/{id}/deliveries/{delivery}/resend", Permission.WRITE_WEBHOOKS, this::resend));
    }

    private Future<Answer> list(ManageRequest request) {
        request.query().check();
        return desk.list(request.tenant()).map(found -> {
            JsonArray data = new JsonArray();
            found.forEach(channel -> data.add(json(channel)));
            return Answer.ok(
                    new JsonObject().put("data", data).put("has_more", false).putNull("next_cursor"));
        });
    }

    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        return desk.find(request.tenant(), request.id(ChannelId::new)).map(WebhookResource::answer);
    }

    private Future<Answer> create(ManageRequest request) {
        BodyFields fields = request.fields();
        String name = fields.text("name", NAME_LENGTH_MAX);
        Channel.Kind kind = fields.choice("kind", List.of(Channel.Kind.values()), Channel.Kind::wireName);
        String target = fields.text("target", TARGET_LENGTH_MAX);
        Set<EventType> types = fields.has("events") ? types(fields) : everything();
        fields.check();
        return desk.create(request.acting(), new NewChannel(name, kind, target, types))
                .map(issued -> Answer.created("/webhooks/" + issued.channel().id(), json(issued))
                        .tagged(issued.channel().version()));
    }

    private Future<Answer> amend(ManageRequest request) {
        ChannelId id = request.id(ChannelId::new);
        long version = request.ifMatch();
        BodyFields fields = request.fields();
        Optional<String> name = fields.optionalText("name", NAME_LENGTH_MAX);
        Optional<String> target = fields.optionalText("target", TARGET_LENGTH_MAX);
        Optional<Set<EventType>> types = fields.has("events") ? Optional.of(types(fields)) : Optional.empty();
        Optional<Channel.State> state =
                fields.optionalChoice("state", List.of(Channel.State.values()), Channel.State::wireName);
        fields.check();
        return desk.amend(request.acting(), id, version, new Amendment(name, target, types, state))
                .map(WebhookResource::answer);
    }

    private Future<Answer> delete(ManageRequest request) {
        ChannelId id = request.id(ChannelId::new);
        return desk.delete(request.acting(), id, request.ifMatch()).map(gone -> Answer.nothing());
    }

    private Future<Answer> rotate(ManageRequest request) {
        ChannelId id = request.id(ChannelId::new);
        request.fields().check();
        return desk.rotateSecret(request.acting(), id)
                .map(issued -> Answer.ok(json(issued)).tagged(issued.channel().version()));
    }

    private Future<Answer> deliveries(ManageRequest request) {
        ChannelId id = request.id(ChannelId::new);
        QueryFields query = request.query();
        Paging paging = Paging.of(query, "deliveries " + id);
        query.check();
        return desk.deliveries(request.tenant(), id, paging.after(), paging.limit() + 1)
                .map(found -> paging.answer(
                        found, WebhookResource::json, delivery -> delivery.id().value()));
    }

    private Future<Answer> resend(ManageRequest request) {
        ChannelId id = request.id(ChannelId::new);
        DeliveryId delivery =
                ManageRequest.readId(request.param("delivery"), DeliveryId::new).orElseThrow(ManageRequest::notFound);
        request.fields().check();
        return desk.resend(request.acting(), id, delivery).map(due -> Answer.ok(json(due)));
    }

    private static Set<EventType> everything() {
        Set<EventType> types = EnumSet.allOf(EventType.class);
        types.removeIf(type -> !type.isChosen());
        return types;
    }

    private static Set<EventType> types(BodyFields fields) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (String each : fields.texts("events", EventType.values().length, TYPE_LENGTH_MAX)) {
            EventType.ofWireName(each)
                    .filter(EventType::isChosen)
                    .ifPresentOrElse(
                            types::add,
                            () -> fields.complain(
                                    "events",
                                    "unknown_value",
                                    "must be of "
                                            + Arrays.stream(EventType.values())
                                                    .filter(EventType::isChosen)
                                                    .map(EventType::wireName)
                                                    .toList()));
        }
        return types;
    }

    private static Answer answer(Channel channel) {
        return Answer.ok(json(channel)).tagged(channel.version());
    }

    private static JsonObject json(Issued issued) {
        return json(issued.channel())
                .put("secret", issued.secret().map(it -> it.text().value()).orElse(null));
    }

    private static JsonObject json(Channel channel) {
        return new JsonObject()
                .put("id", channel.id().value())
                .put("name", channel.name())
                .put("kind", channel.kind().wireName())
                .put("target", channel.shownTarget())
                .put(
                        "events",
                        new JsonArray(channel.eventTypes().stream()
                                .map(EventType::wireName)
                                .sorted()
                                .toList()))
                .put("state", channel.state().wireName())
                .put(
                        "failing_since",
                        channel.failingSince().map(Instant::toString).orElse(null))
                .put(
                        "second_secret_until",
                        channel.secondUntil().map(Instant::toString).orElse(null))
                .put("version", channel.version())
                .put("created_by", channel.createdBy())
                .put("created_at", channel.createdAt().toString())
                .put("updated_at", channel.updatedAt().toString());
    }

    private static JsonObject json(Delivery delivery) {
        return new JsonObject()
                .put("id", delivery.id().value())
                .put("webhook_id", delivery.channel().value())
                .put("event_id", delivery.eventId())
                .put("event_type", delivery.eventType())
                .put("payload", new JsonObject(delivery.payload()))
                .put("state", delivery.state().wireName())
                .put("attempts", delivery.attempts())
                .put("created_at", delivery.createdAt().toString())
                .put(
                        "next_attempt_at",
                        delivery.state() == Delivery.State.PENDING
                                ? delivery.nextAt().toString()
                                : null)
                .put("ended_at", delivery.endedAt().map(Instant::toString).orElse(null))
                .put("last_status", delivery.lastStatus().orElse(null))
                .put("last_error", delivery.lastError().orElse(null));
    }
}
