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
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An installation's first start: the platform's own tenant, and a first tenant with all that a person needs to begin. All of it in one
 * transaction that begins with the platform's row: of several nodes starting at once, one inserts it, and the others find it there.
 */
final class Bootstrap {

    private static final String CREATED_BY = "system";

    private final Database database;
    private final KeyHasher hasher;
    private final BiFunction<SqlClient, Instant, Future<Void>> credentials;
    private final IdSource ids;
    private final SecureRandom random;
    private final InstantSource clock;

    /** {@code credentials} inserts the platform's own, in the same transaction. */
    Bootstrap(
            Database database,
            KeyHasher hasher,
            BiFunction<SqlClient, Instant, Future<Void>> credentials,
            IdSource ids,
            SecureRandom random,
            InstantSource clock) {
        this.database = database;
        this.hasher = hasher;
        this.credentials = credentials;
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
                    return credentials
                            .apply(tx, now)
                            .compose(inserted -> insertAll(tx, made, now))
                            .compose(inserted -> keep.apply(made))
                            .map(kept -> Optional.of(made));
                }));
    }

    private Future<Void> insertAll(SqlClient tx, FirstRun made, Instant now) {
        TenantId tenant = new TenantId(ids.next("ten"));
        App app = new App(new AppId(ids.next("app")), tenant, "default", now, Optional.empty());
        return insertTenant(tx, tenant, "Default", now)
                .compose(isNew -> new AppStore().insert(tenant, tx, app))
                .compose(inserted -> insertKey(tx, app, "first key", made.apiKey(), now))
                .compose(inserted -> insertKey(tx, app, "first test key", made.testKey(), now))
                .compose(inserted -> insertAdminToken(tx, tenant, made.adminToken(), now))
                .compose(inserted -> insertOwner(tx, tenant, made.signIn(), now));
    }

    private static Future<Boolean> insertTenant(SqlClient tx, TenantId tenant, String name, Instant now) {
        return new TenantStore()
                .insert(tenant, tx, new Tenant(tenant, name, ZoneId.of("UTC"), false, now, Optional.empty()));
    }

    private Future<Void> insertKey(SqlClient tx, App app, String name, KeySecret secret, Instant now) {
        VirtualKey key = new VirtualKey(
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
        return new VirtualKeyStore().insert(app.tenant(), tx, key, StoredSecret.of(secret, hasher, now));
    }

    private Future<Void> insertAdminToken(SqlClient tx, TenantId tenant, KeySecret secret, Instant now) {
        AdminToken token = new AdminToken(
                new AdminTokenId(ids.next("adm")),
                tenant,
                "first admin token",
                Grants.EVERYTHING,
                CREATED_BY,
                now,
                Optional.empty());
        return new AdminTokenStore().insert(tenant, tx, token, StoredSecret.of(secret, hasher, now));
    }

    private Future<Void> insertOwner(SqlClient tx, TenantId tenant, SignInToken signIn, Instant now) {
        Member owner = new Member(
                new MemberId(ids.next("usr")), tenant, "owner@localhost", "Owner", Role.OWNER, now, Optional.empty());
        return new MemberStore()
                .insert(tenant, tx, owner)
                .compose(inserted ->
                        new SignInStore().insertLink(tenant, tx, SignInLink.of(tenant, owner.id(), now), signIn));
    }
}
