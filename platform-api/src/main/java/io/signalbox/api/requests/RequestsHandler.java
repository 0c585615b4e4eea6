package io.signalbox.api.requests;

import io.signalbox.api.http.Inbound;
import io.signalbox.billing.drain.JournalDrain;
import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.key.Caller;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /v1/requests/{id}}: what happened to a request of this key's app, and why that model. A request that ended a moment ago may still be on its way to the
 * database: the handler waits for the journal once before it says no.
 */
public final class RequestsHandler {

    private static final long CATCH_UP_MS_MAX = 2_000;

    private final Database database;
    private final RequestStore store;
    private final JournalDrain drain;

    public RequestsHandler(Database database, RequestStore store, JournalDrain drain) {
        this.database = database;
        this.store = store;
        this.drain = drain;
    }

    public void find(RoutingContext context) {
        Caller caller = Inbound.of(context).caller();
        String id = context.pathParam("id");
        find(caller, id)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found)
                        : drain.catchUp()
                                .timeout(CATCH_UP_MS_MAX, TimeUnit.MILLISECONDS)
                                .transform(waited -> find(caller, id)))
                .map(found -> found.filter(record -> record.app().equals(caller.app()))
                        .orElseThrow(() -> Fault.of(FaultCode.NOT_FOUND, "No such request.")))
                .onFailure(context::fail)
                .onSuccess(record -> send(context, record));
    }

    private Future<Optional<RequestRecord>> find(Caller caller, String id) {
        return database.inTransaction(caller.tenant(), tx -> store.find(caller.tenant(), tx, id));
    }

    private static void send(RoutingContext context, RequestRecord record) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        Telemetry.unattended(context.response().end(RequestView.json(record).toBuffer()), "send a request record");
    }
}
