package io.signalbox.web.keys;

import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.id.PageRequest;
import io.signalbox.key.KeyHasher;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.key.KeySecret;
import io.signalbox.key.StoredSecret;
import io.signalbox.key.VirtualKey;
import io.signalbox.key.VirtualKeyStore;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.TenantId;
import io.signalbox.web.page.Viewer;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people do with keys: each change one transaction, told to every node before the page answers. */
public final class KeyDesk {

    static final int PAGE_SIZE = 100;
    private static final int APPS_MAX = 200;

    private final Database database;
    private final ChangeFeed feed;
    private final KeyHasher hasher;
    private final IdSource ids;
    private final SecureRandom random;
    private final InstantSource clock;
    private final VirtualKeyStore keys = new VirtualKeyStore();
    private final AppStore apps = new AppStore();

    public KeyDesk(Storage storage, KeyHasher hasher, IdSource ids, SecureRandom random, InstantSource clock) {
        this.database = storage.database();
        this.feed = storage.feed();
        this.hasher = hasher;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /** Where keys are, and how other nodes learn that they changed. */
    public record Storage(Database database, ChangeFeed feed) {}

    /** A page of keys, newest first, and the apps they may belong to; {@code more} when older ones follow. */
    record Shelf(List<VirtualKey> keys, List<App> apps, boolean more) {}

    /** A key whose secret is to be shown, this once. */
    record Issued(VirtualKey key, App app, KeySecret secret) {}

    Instant now() {
        return clock.instant();
    }

    Future<Shelf> shelf(Viewer viewer, Optional<String> before) {
        PageRequest page = new PageRequest(before, PAGE_SIZE + 1);
        return database.inTransaction(
                viewer.tenant(),
                tx -> keys.list(viewer.tenant(), tx, Optional.empty(), page)
                        .compose(found -> apps.list(viewer.tenant(), tx, PageRequest.first(APPS_MAX))
                                .map(all -> new Shelf(
                                        found.subList(0, Math.min(PAGE_SIZE, found.size())),
                                        all,
                                        found.size() > PAGE_SIZE))));
    }

    /** Fails with {@code NOT_FOUND} for another tenant's key as for one that never was. */
    Future<VirtualKey> find(Viewer viewer, String keyId) {
        TenantId tenant = viewer.tenant();
        return database.inTransaction(tenant, tx -> read(keyId, id -> keys.find(tenant, tx, id)));
    }

    /** Makes a key and its secret; {@code name} must be checked. Fails with {@code NOT_FOUND} when the app is not there or archived. */
    Future<Issued> create(Viewer viewer, KeyDraft draft) {
        KeyMode mode = KeyMode.TEST.wireName().equals(draft.mode()) ? KeyMode.TEST : KeyMode.LIVE;
        KeySecret secret = KeySecret.generate(mode, random);
        KeyId id = new KeyId(ids.next("key"));
        return changing(
                viewer,
                id,
                tx -> app(viewer.tenant(), tx, draft.app()).compose(app -> {
                    VirtualKey key = new VirtualKey(
                            id,
                            viewer.tenant(),
                            app.id(),
                            draft.name(),
                            mode,
                            secret.masked(),
                            Set.of(),
                            viewer.member().value(),
                            clock.instant(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
                    return keys.insert(viewer.tenant(), tx, key, StoredSecret.of(secret, hasher, clock.instant()))
                            .map(new Issued(key, app, secret));
                }));
    }

    /** Gives the key a new secret; the old one works for {@code grace} more. Fails with {@code CONFLICT} when the key is revoked. */
    Future<Issued> rotate(Viewer viewer, String keyId, Duration grace) {
        TenantId tenant = viewer.tenant();
        return find(viewer, keyId).compose(known -> {
            KeySecret secret = KeySecret.generate(known.mode(), random);
            return changing(
                    viewer,
                    known.id(),
                    tx -> read(keyId, id -> keys.findForUpdate(tenant, tx, id)).compose(key -> {
                        if (key.revokedAt().isPresent()) {
                            return Future.failedFuture(
                                    Fault.of(FaultCode.CONFLICT, "This key is revoked; create a new one."));
                        }
                        Instant now = clock.instant();
                        return keys.rotate(tenant, tx, key.id(), StoredSecret.of(secret, hasher, now), now.plus(grace))
                                .compose(done -> app(tenant, tx, key.app().value()))
                                .map(app -> new Issued(key, app, secret));
                    }));
        });
    }

    /** Revokes for ever; again changes nothing. */
    Future<Void> revoke(Viewer viewer, String keyId) {
        return find(viewer, keyId)
                .compose(key ->
                        changing(viewer, key.id(), tx -> keys.revoke(viewer.tenant(), tx, key.id(), clock.instant())));
    }

    private <T> Future<T> changing(Viewer viewer, KeyId key, Work<T> work) {
        return feed.changing(viewer.tenant(), new Change(Topic.KEYS, viewer.tenant(), key.value()), work::in);
    }

    /** Something done in a transaction. */
    @FunctionalInterface
    private interface Work<T> {
        Future<T> in(SqlClient tx);
    }

    /** Looks a key up. */
    @FunctionalInterface
    private interface Lookup {
        Future<Optional<VirtualKey>> find(KeyId id);
    }

    private static Future<VirtualKey> read(String keyId, Lookup lookup) {
        if (!keyId.matches("key_[0-9A-Z]{1,60}")) {
            return Future.failedFuture(notFound());
        }
        return lookup.find(new KeyId(keyId))
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(notFound())));
    }

    private Future<App> app(TenantId tenant, SqlClient tx, String appId) {
        if (!appId.matches("app_[0-9A-Za-z]{1,60}")) {
            return Future.failedFuture(notFound());
        }
        return apps.find(tenant, tx, new AppId(appId))
                .compose(found -> found.filter(app -> app.archivedAt().isEmpty())
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(notFound())));
    }

    private static Fault notFound() {
        return Fault.of(FaultCode.NOT_FOUND, "There is no such key or app.");
    }
}
