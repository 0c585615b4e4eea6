package io.signalbox.api.responses;

import io.signalbox.api.chat.Memory;
import io.signalbox.chat.RequestFault;
import io.signalbox.chat.RequestScan;
import io.signalbox.content.ContentWatch;
import io.signalbox.content.ResponseStore;
import io.signalbox.content.StoredResponse;
import io.signalbox.db.Database;
import io.signalbox.dialect.responses.KeptResponse;
import io.signalbox.dialect.responses.ResponsesScan;
import io.signalbox.fault.Fault;
import io.signalbox.key.Caller;
import io.signalbox.telemetry.Telemetry;
import io.signalbox.tenant.AppId;
import io.signalbox.tenant.ContentRetention;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Conversations that go on from a stored response. An answer is sealed and written after its last byte; a request that names it earlier than that, on the
 * same node, waits for it. One per node; safe on any thread.
 */
public final class ConversationMemory implements Memory {

    /** A longer conversation is answered, but not stored. */
    private static final int STORED_BYTES_MAX = 4 << 20;

    /** So many may wait to be written; beyond that the database is too far behind for more. */
    private static final int WRITING_MAX = 256;

    private final Vertx vertx;
    private final Database database;
    private final ContentWatch watch;
    private final ResponseStore store;
    private final InstantSource clock;
    private final Map<Written, Future<Void>> writing = new ConcurrentHashMap<>();

    private record Written(TenantId tenant, AppId app, String id) {}

    public ConversationMemory(
            Vertx vertx, Database database, ContentWatch watch, ResponseStore store, InstantSource clock) {
        this.vertx = vertx;
        this.database = database;
        this.watch = watch;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Future<RequestScan> recall(Caller caller, RequestScan scan) {
        ResponsesScan asked = (ResponsesScan) scan;
        if (asked.previous().isEmpty() && !asked.keeps()) {
            return Future.succeededFuture(scan);
        }
        return retention(caller, asked).compose(retention -> {
            boolean stores = retention.isPresent();
            return asked.previous()
                    .map(id -> stores ? continued(caller, asked, id) : Future.<ResponsesScan>failedFuture(turnedOff()))
                    .orElseGet(() -> Future.succeededFuture(asked))
                    .map(whole -> stores && whole.keeps() ? whole.kept() : whole);
        });
    }

    /** A request that only lets its answer be stored is answered also while nobody can tell whether it will be. */
    private Future<Optional<ContentRetention>> retention(Caller caller, ResponsesScan scan) {
        Future<Optional<ContentRetention>> known = watch.of(caller.tenant());
        return scan.previous().isPresent() ? known : known.otherwise(Optional.empty());
    }

    private Future<ResponsesScan> continued(Caller caller, ResponsesScan scan, String id) {
        return find(caller, id)
                .map(found -> scan.continuing(
                        id, found.orElseThrow(ConversationMemory::unknown).items()));
    }

    /** A response of the caller's app. */
    Future<Optional<StoredResponse>> find(Caller caller, String id) {
        TenantId tenant = caller.tenant();
        return written(caller, id)
                .compose(done -> database.inTransaction(
                        tenant, tx -> store.find(tenant, tx, caller.app(), id, clock.instant())));
    }

    /** Deletes a response of the caller's app and answers whether there was one. */
    Future<Boolean> delete(Caller caller, String id) {
        TenantId tenant = caller.tenant();
        return written(caller, id)
                .compose(done -> database.inTransaction(
                        tenant, tx -> store.delete(tenant, tx, caller.app(), id, clock.instant())));
    }

    private Future<Void> written(Caller caller, String id) {
        return writing.getOrDefault(new Written(caller.tenant(), caller.app(), id), Future.succeededFuture());
    }

    private static Fault turnedOff() {
        return RequestFault.unsupported(
                "previous_response_id",
                "'previous_response_id' needs stored responses, and this tenant stores none: send the earlier items in 'input',"
                        + " or have an admin set content_retention_days (PATCH /api/v1/tenant)");
    }

    private static Fault unknown() {
        return RequestFault.invalid(
                "previous_response_id",
                "'previous_response_id' names no response that is stored for this app: it may have expired, been deleted or been"
                        + " created with 'store' false; send the earlier items in 'input'");
    }

    @Override
    public boolean keeps(RequestScan scan) {
        return scan instanceof ResponsesScan asked && asked.isKept() && writing.size() < WRITING_MAX;
    }

    @Override
    public void keep(Caller caller, RequestScan scan, Buffer answer, Future<Void> sent) {
        ResponsesScan asked = (ResponsesScan) scan;
        Written place = new Written(caller.tenant(), caller.app(), KeptResponse.id(answer));
        Promise<Void> done = Promise.promise();
        writing.put(place, done.future());
        Future<Void> kept = sent.transform(whatever -> vertx.executeBlocking(() -> asked.keptWith(answer), false))
                .compose(response -> response.items().length() > STORED_BYTES_MAX
                        ? Future.succeededFuture()
                        : write(caller, response));
        Telemetry.unattended(kept, "store a response");
        kept.onComplete(over -> {
            writing.remove(place, done.future());
            done.complete();
        });
    }

    private Future<Void> write(Caller caller, KeptResponse kept) {
        StoredResponse response =
                new StoredResponse(caller.app(), kept.id(), clock.instant(), kept.items(), kept.response());
        return database.inTransaction(caller.tenant(), tx -> store.insert(caller.tenant(), tx, response));
    }
}
