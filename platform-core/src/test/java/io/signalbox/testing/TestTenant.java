package io.signalbox.testing;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.Member;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.MemberStore;
import io.signalbox.tenant.Role;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** A tenant with an app and an owner, stored. */
public record TestTenant(TenantId id, AppId app, MemberId owner) {

    private static final Instant SINCE = Instant.parse("2026-11-24T12:00:00Z");

    /** Call it off the event loop. */
    public static TestTenant in(Database database) {
        IdSource ids = new IdSource(() -> SINCE, new SecureRandom());
        TestTenant made = new TestTenant(
                new TenantId(ids.next("ten")), new AppId(ids.next("app")), new MemberId(ids.next("usr")));
        TenantId id = made.id();
        Tenant tenant = new Tenant(id, "Acme", ZoneOffset.UTC, Optional.empty(), SINCE, Optional.empty());
        App app = new App(made.app(), id, "default", SINCE, Optional.empty());
        Member owner =
                new Member(made.owner(), id, "owner@acme.example", "Olga Owner", Role.OWNER, SINCE, Optional.empty());
        try {
            database.inTransaction(
                            id,
                            tx -> new TenantStore()
                                    .insert(id, tx, tenant)
                                    .compose(inserted -> new AppStore().insert(id, tx, app))
                                    .compose(inserted -> new MemberStore().insert(id, tx, owner)))
                    .await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("a test's tenant cannot be stored", late);
        }
        return made;
    }
}
