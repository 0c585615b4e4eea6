package io.signalbox.key;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.id.PageRequest;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What people and programs do with virtual keys, whether by page or by API. Every change is audited and known to this node before its future
 * completes. Another tenant's key or app is as unknown as one that never was: {@code NOT_FOUND}. Safe on any thread.
 */
public final class KeyDesk {

    /** The longest an old secret may live on after a rotation. */
    public static final Duration GRACE_MAX = Duration.ofDays(30);

    private final Database database;
    private final Deeds deeds;
    private final KeyHasher hasher;
    private final IdSource ids;
    private final SecureRandom random;
    private final VirtualKeyStore keys = new VirtualKeyStore();
    private final AppStore apps = new AppStore();

    public KeyDesk(Database database, Deeds deeds, KeyHasher hasher, IdSource ids, SecureRandom random) {
        this.database = database;
        this.deeds = deeds;
        this.hasher = hasher;
        this.ids = ids;
        this.random = random;
    }

    /** The time this desk goes by. */
    public Instant now() {
        return deeds.now();
    }

    /** Newest first; of one app, which must exist, or of all. */
    public Future<List<VirtualKey>> list(TenantId tenant, Optional<AppId> app, PageRequest page) {
        return database.inTransaction(
                tenant,
                tx -> app.map(id -> existing(tenant, tx, id).<Void>mapEmpty())
                        .orElseGet(Future::succeededFuture)
                        .compose(checked -> keys.list(tenant, tx, app, page)));
    }

    /** An app that keys may belong to, archived or not. */
    public Future<App> app(TenantId tenant, AppId app) {
        return database.inTransaction(tenant, tx -> existing(tenant, tx, app));
    }

    public Future<VirtualKey> find(TenantId tenant, KeyId key) {
        return database.inTransaction(tenant, tx -> keys.find(tenant, tx, key).compose(KeyDesk::orUnknown));
    }

    /** Makes a key; fails with {@code CONFLICT} when its app is archived. */
    public Future<IssuedKey> create(Acting acting, NewKey wanted) {
        TenantId tenant = acting.tenant();
        KeyId id = new KeyId(ids.next("key"));
        KeySecret secret = KeySecret.generate(wanted.mode(), random);
        VirtualKey key = new VirtualKey(
                id,
                tenant,
                wanted.app(),
                wanted.name(),
                wanted.mode(),
                secret.masked(),
                wanted.allowedModels(),
                acting.actor().id(),
                deeds.now(),
                wanted.expiresAt(),
                Optional.empty(),
                Optional.empty());
        return deeds.openly(
                acting,
                Topic.KEYS,
                id.value(),
                tx -> open(tenant, tx, wanted.app())
                        .compose(app -> keys.insert(tenant, tx, key, StoredSecret.of(secret, hasher, key.createdAt())))
                        .map(Deed.created(new IssuedKey(key, secret), target(key), audited(key))));
    }

    /** Gives the key a new secret; the old one works for {@code grace} more. Fails with {@code CONFLICT} when the key is revoked. */
    public Future<IssuedKey> rotate(Acting acting, KeyId id, Duration grace) {
        TenantId tenant = acting.tenant();
        if (grace.isNegative() || grace.compareTo(GRACE_MAX) > 0) {
            throw new IllegalArgumentException("a grace of " + grace + ": must be 0 to " + GRACE_MAX);
        }
        return deeds.openly(
                acting,
                Topic.KEYS,
                id.value(),
                tx -> unrevoked(tenant, tx, id).compose(key -> {
                    KeySecret secret = KeySecret.generate(key.mode(), random);
                    StoredSecret stored = StoredSecret.of(secret, hasher, deeds.now());
                    VirtualKey rotated = key.showing(secret.masked());
                    return keys.rotate(
                                    tenant, tx, id, stored, stored.createdAt().plus(grace))
                            .map(Deed.changed(
                                    new IssuedKey(rotated, secret),
                                    target(key),
                                    "rotated",
                                    audited(key),
                                    audited(rotated).put("grace_seconds", grace.toSeconds())));
                }));
    }

    /** Revokes for ever; again changes nothing. */
    public Future<VirtualKey> revoke(Acting acting, KeyId id) {
        TenantId tenant = acting.tenant();
        return deeds.openly(
                acting,
                Topic.KEYS,
                id.value(),
                tx -> keys.findForUpdate(tenant, tx, id)
                        .compose(KeyDesk::orUnknown)
                        .compose(key -> {
                            if (key.revokedAt().isPresent()) {
                                return Future.succeededFuture(Deed.unchanged(key));
                            }
                            Instant now = deeds.now();
                            VirtualKey revoked = key.revoked(now);
                            return keys.revoke(tenant, tx, id, now)
                                    .map(Deed.changed(revoked, target(key), "revoked", audited(key), audited(revoked)));
                        }));
    }

    /** Changes name, allowed models or expiry; fails with {@code CONFLICT} when the key is revoked. */
    public Future<VirtualKey> amend(Acting acting, KeyId id, UnaryOperator<VirtualKey> change) {
        TenantId tenant = acting.tenant();
        return deeds.openly(
                acting,
                Topic.KEYS,
                id.value(),
                tx -> unrevoked(tenant, tx, id).compose(key -> {
                    VirtualKey amended = change.apply(key);
                    return amended.equals(key)
                            ? Future.succeededFuture(Deed.unchanged(key))
                            : keys.update(tenant, tx, amended)
                                    .map(Deed.changed(amended, target(key), "changed", audited(key), audited(amended)));
                }));
    }

    private Future<VirtualKey> unrevoked(TenantId tenant, SqlClient tx, KeyId id) {
        return keys.findForUpdate(tenant, tx, id)
                .compose(KeyDesk::orUnknown)
                .compose(key -> key.revokedAt().isPresent()
                        ? Future.failedFuture(Fault.of(FaultCode.CONFLICT, "This key is revoked; create a new one."))
                        : Future.succeededFuture(key));
    }

    private Future<App> existing(TenantId tenant, SqlClient tx, AppId id) {
        return apps.find(tenant, tx, id).compose(KeyDesk::orUnknown);
    }

    private Future<App> open(TenantId tenant, SqlClient tx, AppId id) {
        return existing(tenant, tx, id)
                .compose(app -> app.archivedAt().isPresent()
                        ? Future.failedFuture(
                                Fault.of(FaultCode.CONFLICT, "This app is archived; it gets no new keys."))
                        : Future.succeededFuture(app));
    }

    private static <T> Future<T> orUnknown(Optional<T> found) {
        return found.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Fault.of(FaultCode.NOT_FOUND, "There is no such object.")));
    }

    private static Deed.Target target(VirtualKey key) {
        return new Deed.Target("key", key.id().value());
    }

    private static JsonObject audited(VirtualKey key) {
        return new JsonObject()
                .put("app_id", key.app().value())
                .put("name", key.name())
                .put("mode", key.mode().wireName())
                .put("masked", key.masked())
                .put(
                        "allowed_models",
                        new JsonArray(key.allowedModels().stream().sorted().toList()))
                .put("expires_at", key.expiresAt().map(Instant::toString).orElse(null))
                .put("revoked_at", key.revokedAt().map(Instant::toString).orElse(null));
    }
}
