package io.signalbox.web.requests;

import io.signalbox.billing.usage.RequestFilter;
import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.billing.usage.UsageStore;
import io.signalbox.catalog.ModelBook;
import io.signalbox.db.Database;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.PageRequest;
import io.signalbox.key.KeyId;
import io.signalbox.key.VirtualKey;
import io.signalbox.key.VirtualKeyStore;
import io.signalbox.money.Rates;
import io.signalbox.tenant.TenantId;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.TimeText;
import io.signalbox.web.page.Viewer;
import io.signalbox.web.page.Visit;
import io.signalbox.web.requests.RequestListView.Filter;
import io.signalbox.web.requests.RequestListView.Row;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The list of requests and the page of one. Each is one transaction. */
public final class RequestPages {

    private static final int PAGE_SIZE = 50;
    private static final int KEYS_MAX = 200;
    private static final int CSV_PAGE = 1_000;
    private static final int CSV_ROWS_MAX = 20_000;

    private final Database database;
    private final ModelBook book;
    private final InstantSource clock;
    private final RequestStore requests = new RequestStore();
    private final UsageStore usage = new UsageStore();
    private final VirtualKeyStore keys = new VirtualKeyStore();

    public RequestPages(Database database, ModelBook book, InstantSource clock) {
        this.database = database;
        this.book = book;
        this.clock = clock;
    }

    public Future<Answer> list(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        RequestQuery query = RequestQuery.read(visit);
        return database.inTransaction(
                        tenant,
                        tx -> requests.list(tenant, tx, query.filter(PAGE_SIZE + 1))
                                .compose(found -> keys.list(tenant, tx, Optional.empty(), PageRequest.first(KEYS_MAX))
                                        .map(known -> view(visit.viewer(), query, found, known))))
                .map(view -> Answer.page("Requests", Section.REQUESTS, "requests/list", view));
    }

    private RequestListView view(Viewer viewer, RequestQuery query, List<RequestRecord> found, List<VirtualKey> known) {
        TimeText times = new TimeText(viewer.zone());
        Map<KeyId, String> names = known.stream().collect(Collectors.toMap(VirtualKey::id, VirtualKey::name));
        List<RequestRecord> shown = found.subList(0, Math.min(PAGE_SIZE, found.size()));
        String notice =
                query.ignored().isEmpty() ? "" : "Not understood and ignored: " + String.join(", ", query.ignored());
        return new RequestListView(
                viewer.zone().getId(),
                times.clock(clock.instant()),
                notice,
                Filter.of(query, known),
                shown.stream().map(request -> Row.of(request, names, times)).toList(),
                query.before().isPresent() ? query.newestHref() : "",
                found.size() > PAGE_SIZE ? query.hrefAfter(shown.get(PAGE_SIZE - 1)) : "",
                query.csvHref());
    }

    /** The list as CSV, newest first, at most {@value #CSV_ROWS_MAX} rows: its name says when that is not all. */
    public Future<Answer> csv(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        RequestQuery query = RequestQuery.read(visit);
        return database.inTransaction(tenant, tx -> more(tenant, tx, query.filter(CSV_PAGE), new ArrayList<>()))
                .map(found -> Answer.csv(
                        found.size() < CSV_ROWS_MAX ? "requests.csv" : "requests-newest-" + CSV_ROWS_MAX + ".csv",
                        RequestCsv.of(found)));
    }

    private Future<List<RequestRecord>> more(
            TenantId tenant, SqlClient tx, RequestFilter filter, List<RequestRecord> found) {
        return requests.list(tenant, tx, filter).compose(page -> {
            found.addAll(page);
            return page.size() < CSV_PAGE || found.size() >= CSV_ROWS_MAX
                    ? Future.succeededFuture(found)
                    : more(tenant, tx, filter.after(page.get(page.size() - 1)), found);
        });
    }

    public Future<Answer> one(Visit visit) {
        TenantId tenant = visit.viewer().tenant();
        String id = visit.pathParam("id");
        return database.inTransaction(
                        tenant,
                        tx -> requests.find(tenant, tx, id)
                                .compose(found -> found.map(request -> view(visit.viewer(), tx, request))
                                        .orElseGet(() -> Future.failedFuture(
                                                Fault.of(FaultCode.NOT_FOUND, "There is no such request.")))))
                .map(view -> Answer.page("Request " + id, Section.REQUESTS, "requests/one", view));
    }

    private Future<RequestView> view(Viewer viewer, SqlClient tx, RequestRecord request) {
        TenantId tenant = viewer.tenant();
        return usage.ofRequest(tenant, tx, request.requestId())
                .compose(events -> keys.find(tenant, tx, request.key())
                        .map(key -> RequestView.of(
                                request,
                                Charges.of(events, this::rates),
                                key.map(found -> found.name() + " · " + found.masked())
                                        .orElse(request.key().value()),
                                viewer.zone())));
    }

    /** Only the version an event was priced by may explain its cost. */
    private Optional<Rates> rates(UsageEvent event) {
        return event.priceVersion().equals(book.version())
                ? book.find(event.model())
                        .flatMap(entry -> entry.offerOf(event.provider()))
                        .flatMap(ModelBook.Offer::rates)
                : Optional.empty();
    }
}
