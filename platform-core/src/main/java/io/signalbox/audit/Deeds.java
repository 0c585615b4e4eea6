package io.signalbox.audit;

import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.id.IdSource;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * Does what is to be audited: its rows, its audit event and the notice to all nodes are one transaction, and this node knows of it before the
 * future completes. Safe on any thread.
 */
public final class Deeds {

    private final Database database;
    private final ChangeFeed changes;
    private final IdSource ids;
    private final InstantSource clock;
    private final AuditStore audit = new AuditStore();

    public Deeds(Database database, ChangeFeed changes, IdSource ids, InstantSource clock) {
        this.database = database;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    /** Tells nobody: nothing that nodes keep in memory changes. */
    public <T> Future<T> quietly(Acting acting, Function<SqlClient, Future<Deed<T>>> work) {
        return database.inTransaction(acting.tenant(), tx -> audited(acting, tx, work));
    }

    /** Tells every node that {@code subject}, an id, changed in {@code topic}. */
    public <T> Future<T> openly(Acting acting, Topic topic, String subject, Function<SqlClient, Future<Deed<T>>> work) {
        Change change = new Change(topic, acting.tenant(), subject);
        return changes.changing(acting.tenant(), change, tx -> audited(acting, tx, work));
    }

    /** The time deeds are dated with. */
    public Instant now() {
        return clock.instant();
    }

    private <T> Future<T> audited(Acting acting, SqlClient tx, Function<SqlClient, Future<Deed<T>>> work) {
        return work.apply(tx)
                .compose(deed -> deed.event(ids.next("aud"), clock.instant(), acting)
                        .map(event -> audit.append(acting.tenant(), tx, event))
                        .orElseGet(Future::succeededFuture)
                        .map(deed.result()));
    }
}
