package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.Paging;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.key.IssuedKey;
import io.signalbox.key.KeyDesk;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.key.NewKey;
import io.signalbox.key.VirtualKey;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Virtual keys. A secret is in the answer to its creation or rotation, and in no other. */
final class KeyResource {

    private static final int MODEL_NAME_LENGTH_MAX = 200;

    private final KeyDesk desk;

    KeyResource(KeyDesk desk) {
        this.desk = desk;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/apps/{id}/keys", Permission.READ_KEYS, this::listOfApp),
                ManageRoute.post("/apps/{id}/keys", Permission.WRITE_KEYS, this::create),
                ManageRoute.get("/keys", Permission.READ_KEYS, this::list),
                ManageRoute.get("/keys/{id}", Permission.READ_KEYS, this::show),
                ManageRoute.patch("/keys/{id}", Permission.WRITE_KEYS, this::amend),
                ManageRoute.post("/keys/{id}/rotate", Permission.WRITE_KEYS, this::rotate),
                ManageRoute.post("/keys/{id}/revoke", Permission.WRITE_KEYS, this::revoke));
    }

    private Future<Answer> list(ManageRequest request) {
        return list(request, Optional.empty());
    }

    private Future<Answer> listOfApp(ManageRequest request) {
        return list(request, Optional.of(request.id(AppId::new)));
    }

    private Future<Answer> list(ManageRequest request, Optional<AppId> app) {
        QueryFields query = request.query();
        Paging paging = Paging.of(query, "keys " + app.map(AppId::value).orElse(""));
        query.check();
        return desk.list(request.tenant(), app, paging.byId())
                .map(found -> paging.answer(found, this::json, key -> key.id().value()));
    }

    private Future<Answer> create(ManageRequest request) {
        AppId app = request.id(AppId::new);
        BodyFields fields = request.fields();
        String name = fields.text("name", VirtualKey.NAME_LENGTH_MAX);
        KeyMode mode = fields.optionalChoice("mode", List.of(KeyMode.LIVE, KeyMode.TEST), KeyMode::wireName)
                .orElse(KeyMode.LIVE);
        Set<String> models = fields.texts("allowed_models", VirtualKey.ALLOWED_MODELS_MAX, MODEL_NAME_LENGTH_MAX);
        Optional<Instant> expiresAt = future(fields, "expires_at");
        fields.check();
        return desk.create(request.acting(), new NewKey(app, name, mode, models, expiresAt))
                .map(issued -> Answer.created("/keys/" + issued.key().id(), withSecret(issued)));
    }

    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        return desk.find(request.tenant(), request.id(KeyId::new)).map(key -> Answer.ok(json(key)));
    }

    private Future<Answer> amend(ManageRequest request) {
        KeyId id = request.id(KeyId::new);
        BodyFields fields = request.fields();
        boolean renames = fields.has("name");
        String name = renames ? fields.text("name", VirtualKey.NAME_LENGTH_MAX) : "";
        boolean restricts = fields.has("allowed_models");
        Set<String> models = fields.texts("allowed_models", VirtualKey.ALLOWED_MODELS_MAX, MODEL_NAME_LENGTH_MAX);
        boolean limits = fields.has("expires_at");
        Optional<Instant> expiresAt = future(fields, "expires_at");
        fields.check();
        return desk.amend(request.acting(), id, key -> {
                    VirtualKey named = renames ? key.renamed(name) : key;
                    VirtualKey restricted = restricts ? named.allowing(models) : named;
                    return limits ? restricted.expiring(expiresAt) : restricted;
                })
                .map(key -> Answer.ok(json(key)));
    }

    private Future<Answer> rotate(ManageRequest request) {
        KeyId id = request.id(KeyId::new);
        BodyFields fields = request.fields();
        long graceSeconds = fields.number("grace_seconds", 0, KeyDesk.GRACE_MAX.toSeconds(), 0);
        fields.check();
        return desk.rotate(request.acting(), id, Duration.ofSeconds(graceSeconds))
                .map(issued -> Answer.ok(withSecret(issued)));
    }

    private Future<Answer> revoke(ManageRequest request) {
        KeyId id = request.id(KeyId::new);
        request.fields().check();
        return desk.revoke(request.acting(), id).map(key -> Answer.ok(json(key)));
    }

    private Optional<Instant> future(BodyFields fields, String name) {
        Optional<Instant> at = fields.optionalTime(name);
        if (at.isPresent() && !at.get().isAfter(desk.now())) {
            fields.complain(name, "past", "must be in the future");
        }
        return at;
    }

    private JsonObject withSecret(IssuedKey issued) {
        return json(issued.key()).put("secret", issued.secret().reveal());
    }

    private JsonObject json(VirtualKey key) {
        return new JsonObject()
                .put("id", key.id().value())
                .put("app_id", key.app().value())
                .put("name", key.name())
                .put("mode", key.mode().wireName())
                .put("status", key.status(desk.now()))
                .put("masked", key.masked())
                .put(
                        "allowed_models",
                        new JsonArray(key.allowedModels().stream().sorted().toList()))
                .put("created_by", key.createdBy())
                .put("created_at", key.createdAt().toString())
                .put("expires_at", key.expiresAt().map(Instant::toString).orElse(null))
                .put("revoked_at", key.revokedAt().map(Instant::toString).orElse(null))
                .put("last_used_at", key.lastUsedAt().map(Instant::toString).orElse(null));
    }
}
