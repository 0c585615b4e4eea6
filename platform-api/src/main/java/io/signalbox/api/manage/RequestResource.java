package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.Paging;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.api.requests.RequestView;
import io.signalbox.billing.usage.RequestFilter;
import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.db.Database;
import io.signalbox.key.KeyId;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened to requests, without a word of their text. */
final class RequestResource {

    private static final List<String> OUTCOMES = List.of("succeeded", "failed");

    private final Database database;
    private final RequestStore requests = new RequestStore();

    RequestResource(Database database) {
        this.database = database;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/requests", Permission.READ_REQUESTS, this::list),
                ManageRoute.get("/requests/{id}", Permission.READ_REQUESTS, this::show));
    }

    private Future<Answer> list(ManageRequest request) {
        QueryFields query = request.query();
        Optional<String> model = query.text("model");
        Optional<String> outcome = query.choice("outcome", OUTCOMES);
        Optional<String> keyText = query.text("key_id");
        Optional<KeyId> key = keyText.flatMap(text -> ManageRequest.readId(text, KeyId::new));
        if (keyText.isPresent() && key.isEmpty()) {
            query.complain("key_id", "format", "must be a key's id");
        }
        String filterText = "requests " + model + outcome + key;
        Paging paging = Paging.of(query, filterText);
        Optional<RequestFilter.Place> after = paging.after().flatMap(RequestResource::place);
        query.check();
        RequestFilter filter = RequestFilter.newest(paging.limit() + 1).ofStatus(from(outcome), to(outcome));
        filter = model.isPresent() ? filter.ofModel(model.get()) : filter;
        filter = key.isPresent() ? filter.ofKey(key.get()) : filter;
        RequestFilter narrowed = after.isPresent() ? filter.after(after.get()) : filter;
        return database.inTransaction(request.tenant(), tx -> requests.list(request.tenant(), tx, narrowed))
                .map(found -> paging.answer(found, RequestView::json, RequestResource::place));
    }

    private static int from(Optional<String> outcome) {
        return outcome.filter("failed"::equals).isPresent() ? 400 : 0;
    }

    private static int to(Optional<String> outcome) {
        return outcome.filter("succeeded"::equals).isPresent() ? 399 : 999;
    }

    private static String place(RequestRecord record) {
        return record.at() + " " + record.requestId();
    }

    private static Optional<RequestFilter.Place> place(String text) {
        String[] parts = text.split(" ", 2);
        try {
            return parts.length < 2
                    ? Optional.empty()
                    : Optional.of(new RequestFilter.Place(Instant.parse(parts[0]), parts[1]));
        } catch (DateTimeException forged) {
            return Optional.empty();
        }
    }

    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        String id = request.id(RequestResource::requestId);
        return database.inTransaction(request.tenant(), tx -> requests.find(request.tenant(), tx, id))
                .map(found -> Answer.ok(RequestView.json(found.orElseThrow(ManageRequest::notFound))));
    }

    private static String requestId(String text) {
        if (!text.startsWith("req_")) {
            throw new IllegalArgumentException("not a request id: '" + text + "'");
        }
        return text;
    }
}
