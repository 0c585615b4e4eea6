package io.signalbox.content;

import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Snapshots;
import io.signalbox.db.Topic;
import io.signalbox.tenant.ContentRetention;
import io.signalbox.tenant.Tenant;
import io.signalbox.tenant.TenantId;
import io.signalbox.tenant.TenantStore;
import io.vertx.core.Future;
import java.util.Optional;

/** Keeps at hand for how long each tenant has content stored, read anew when a change is announced. One per node; safe on any thread. */
public final class ContentWatch {

    private static final int TENANTS_MAX = 10_000;

    private final Database database;
    private final TenantStore tenants = new TenantStore();
    private final Snapshots<TenantId, Optional<ContentRetention>> snapshots = new Snapshots<>(TENANTS_MAX, this::load);

    public ContentWatch(Database database, ChangeFeed changes) {
        this.database = database;
        changes.subscribe(this::onChange);
    }

    /** Empty for a tenant that has nothing stored; completes at once on a hit. */
    public Future<Optional<ContentRetention>> of(TenantId tenant) {
        return snapshots.of(tenant);
    }

    private Future<Optional<ContentRetention>> load(TenantId tenant) {
        return database.inTransaction(tenant, tx -> tenants.find(tenant, tx))
                .map(found -> found.flatMap(Tenant::contentRetention));
    }

    private void onChange(Change change) {
        if (change.isEverything()) {
            snapshots.dropAll();
        } else if (change.topic() == Topic.TENANTS) {
            snapshots.drop(change.tenant());
        }
    }
}
