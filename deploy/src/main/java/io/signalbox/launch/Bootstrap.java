package io.signalbox.launch;

import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.key.AdminToken;
import io.signalbox.key.AdminTokenId;
import io.signalbox.key.AdminTokenStore;
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
import io.signalbox.tenant.Grants;
import io.signalbox.tenant.Member;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.MemberStore;
import io.signalbox.tenant.Role;
import io.signalbox.tenant.SignInLink;
import io.signalbox.tenant.SignInStore;
import io.signalbox.tenant.SignInToken;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An installation's first start: the platform's own tenant, and a first tenant with all that a person needs to begin. All of it in one
 * transaction that begins with the platform's row: of several nodes starting at once, one inserts it, and the others find it there.
 */
final class Bootstrap {

    private static final String CREATED_BY = "system";

    private final Database database;
    private final KeyHasher hasher;
    private final BootstrapTrail trail;
    private final IdSource ids;
    private final SecureRandom random;
    private final InstantSource clock;

    Bootstrap(Database database, KeyHasher hasher, IdSource ids, SecureRandom random, InstantSource clock) {
        this.database = database;
        this.hasher = hasher;
        this.trail = new BootstrapTrail(ids, clock);
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Sets the installation up if nobody has. {@code keep} writes the secrets down before anything is committed, so that no crash can leave an
     * installation whose secrets nobody knows. Empty when it was set up already.
     */
    Future<Optional<FirstRun>> run(Function<FirstRun, Future<Void>> keep) {
        Instant now = clock.instant();
        return database.acrossTenants(tx -> insertTenant(tx, Tenant.PLATFORM, "Platform", now)
                .compose(isFirst -> {
                    if (!isFirst) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    FirstRun made = new FirstRun(
                            KeySecret.generate(KeyMode.LIVE, random),
                            KeySecret.generate(KeyMode.TEST, random),
                            KeySecret.generate(KeyMode.ADMIN, random),
                            SignInToken.generate(random));
                    return insertAll(tx, made, now)
                            .compose(inserted -> keep.apply(made))
                            .map(kept -> Optional.of(made));
                }));
    }

    private Future<Void> insertAll(SqlClient tx, FirstRun made, Instant now) {
        TenantId tenant = new TenantId(ids.next("ten"));
        App app = new App(new AppId(ids.next("app")), tenant, "default", now, Optional.empty());
        VirtualKey liveKey = key(app, "first key", made.apiKey(), now);
        VirtualKey testKey = key(app, "first test key", made.testKey(), now);
        AdminToken token = adminToken(tenant, now);
        Member owner = owner(tenant, now);
        return insertTenant(tx, tenant, "Default", now)
                .compose(isNew -> new AppStore().insert(tenant, tx, app))
                .compose(done -> new VirtualKeyStore().insert(tenant, tx, liveKey, stored(made.apiKey(), now)))
                .compose(done -> new VirtualKeyStore().insert(tenant, tx, testKey, stored(made.testKey(), now)))
                .compose(done -> new AdminTokenStore().insert(tenant, tx, token, stored(made.adminToken(), now)))
                .compose(done -> new MemberStore().insert(tenant, tx, owner))
                .compose(done ->
                        new SignInStore().insertLink(tenant, tx, SignInLink.of(tenant, owner.id(), now), made.signIn()))
                .compose(done -> trail.created(tx, tenant, "tenant", tenant.value(), "Default"))
                .compose(done -> trail.created(tx, tenant, "app", app.id().value(), app.name()))
                .compose(done -> trail.created(tx, tenant, "key", liveKey.id().value(), liveKey.name()))
                .compose(done -> trail.created(tx, tenant, "key", testKey.id().value(), testKey.name()))
                .compose(done ->
                        trail.created(tx, tenant, "admin_token", token.id().value(), token.name()))
                .compose(done -> trail.created(tx, tenant, "member", owner.id().value(), owner.name()));
    }

    private static Future<Boolean> insertTenant(SqlClient tx, TenantId tenant, String name, Instant now) {
        return new TenantStore()
                .insert(
                        tenant,
                        tx,
                        new Tenant(tenant, name, ZoneId.of("UTC"), Optional.empty(), now, Optional.empty()));
    }

    private StoredSecret stored(KeySecret secret, Instant now) {
        return StoredSecret.of(secret, hasher, now);
    }

    private VirtualKey key(App app, String name, KeySecret secret, Instant now) {
        return new VirtualKey(
                new KeyId(ids.next("key")),
                app.tenant(),
                app.id(),
                name,
                secret.mode(),
                secret.masked(),
                Set.of(),
                CREATED_BY,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private AdminToken adminToken(TenantId tenant, Instant now) {
        return new AdminToken(
                new AdminTokenId(ids.next("adm")),
                tenant,
                "first admin token",
                Grants.EVERYTHING,
                CREATED_BY,
                now,
                Optional.empty());
    }

    private Member owner(TenantId tenant, Instant now) {
        return new Member(
                new MemberId(ids.next("usr")), tenant, "owner@localhost", "Owner", Role.OWNER, now, Optional.empty());
    }
}
