package io.signalbox.web;

import static io.signalbox.web.TestSite.await;

import io.signalbox.billing.usage.Confidence;
import io.signalbox.billing.usage.RequestRecord;
import io.signalbox.billing.usage.RequestRecord.AttemptRecord;
import io.signalbox.billing.usage.RequestRecord.CandidateRecord;
import io.signalbox.billing.usage.RequestStore;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.billing.usage.UsageEvent;
import io.signalbox.billing.usage.UsageStore;
import io.signalbox.billing.usage.Way;
import io.signalbox.catalog.ModelBook;
import io.signalbox.key.KeyId;
import io.signalbox.key.KeyMode;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenUsage;
import io.signalbox.web.TestSite.Seeded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests of one tenant with their usage, priced by the shipped book, as the journal would have brought them. */
public final class TestUsage {

    private static final ModelBook BOOK = ModelBook.shipped();
    private static final String PRIMARY = "gpt-4.1";
    private static final String CHEAP = "gpt-5-nano";

    private final TestSite site;
    private final Seeded seeded;
    private final KeyId key;
    private final List<Settlement> settlements = new ArrayList<>();
    private final List<RequestRecord> requests = new ArrayList<>();

    public TestUsage(TestSite site, Seeded seeded, KeyId key) {
        this.site = site;
        this.seeded = seeded;
        this.key = key;
    }

    /** What a request of the test is to look like; {@code failed} names the models tried in vain before {@code model}. */
    public record Ask(
            Instant at, String requested, String model, Optional<String> task, TokenUsage usage, List<String> failed) {

        public static Ask smart(Instant at, String task, String model, long input, long output) {
            return new Ask(at, "smart-select", model, Optional.of(task), TokenUsage.ofText(input, output), List.of());
        }
    }

    /** Adds an answered request and returns its record. */
    public RequestRecord answered(Ask ask) {
        String requestId = site.ids().next("req");
        ModelBook.Entry entry = BOOK.find(ask.model()).orElseThrow();
        Money cost = entry.rates().cost(ask.usage());
        Money baseline = rates(PRIMARY).cost(ask.usage());
        boolean sandbox = entry.model().provider().equals("sandbox");
        Optional<Money> saved = sandbox ? Optional.empty() : Optional.of(baseline.minus(cost));
        String reason =
                !ask.failed().isEmpty() ? "fallback" : ask.task().isPresent() ? "cheapest_above_floor" : "pinned";
        int attempt = ask.failed().size() + 1;
        UsageEvent event = new UsageEvent(
                site.ids().next("evt"),
                requestId,
                attempt,
                seeded.tenant(),
                seeded.app(),
                key,
                sandbox ? KeyMode.TEST : KeyMode.LIVE,
                entry.model().provider(),
                false,
                ask.model(),
                ask.requested(),
                ask.task(),
                reason,
                ask.usage(),
                Optional.of(cost),
                sandbox ? Optional.empty() : Optional.of(baseline),
                Confidence.EXACT,
                BOOK.version(),
                ask.at(),
                ask.at().plusMillis(900));
        settlements.add(new Settlement(event, cost));
        RequestRecord record = record(
                ask,
                requestId,
                new Ending(200, Optional.empty(), reason, Optional.of(cost), saved, attempts(ask, event)));
        requests.add(record);
        return record;
    }

    /** Adds a request that ended in an error before anything was sent. */
    public RequestRecord refused(Ask ask, int status, String faultCode) {
        String requestId = site.ids().next("req");
        RequestRecord record = record(
                ask,
                requestId,
                new Ending(status, Optional.of(faultCode), "pinned", Optional.empty(), Optional.empty(), List.of()));
        requests.add(record);
        return record;
    }

    /** Brings everything added so far into the database. */
    public void store() {
        UsageStore usage = new UsageStore();
        await(site.database()
                .acrossTenants(tx -> usage.insert(tx, settlements)
                        .compose(inserted -> usage.rollUp(tx, inserted))
                        .compose(done -> new RequestStore().upsert(tx, requests))));
        settlements.clear();
        requests.clear();
    }

    private record Ending(
            int status,
            Optional<String> fault,
            String reason,
            Optional<Money> cost,
            Optional<Money> saved,
            List<AttemptRecord> attempts) {}

    private RequestRecord record(Ask ask, String requestId, Ending ending) {
        boolean served = ending.status() < 400;
        return new RequestRecord(
                requestId,
                seeded.tenant(),
                seeded.app(),
                key,
                KeyMode.LIVE,
                ask.at(),
                ask.requested(),
                served ? Optional.of(ask.model()) : Optional.empty(),
                served
                        ? Optional.of(
                                BOOK.find(ask.model()).orElseThrow().model().provider())
                        : Optional.empty(),
                ask.task(),
                ask.task().isPresent() ? "header" : "",
                Optional.of(ending.reason()),
                "shipped-1",
                ending.status(),
                ending.fault(),
                served,
                served ? ask.usage() : TokenUsage.NONE,
                ending.cost(),
                "exact",
                ending.saved(),
                "off",
                served ? 640 + ask.usage().output() * 4 : 3,
                served ? 480 : 0,
                310,
                ending.attempts(),
                served && ask.task().isPresent() ? candidates(ask) : List.of(),
                List.of(),
                new Way(Optional.of("messages"), served));
    }

    private static List<AttemptRecord> attempts(Ask ask, UsageEvent event) {
        List<AttemptRecord> attempts = new ArrayList<>();
        for (String model : ask.failed()) {
            attempts.add(new AttemptRecord(
                    attempts.size() + 1,
                    model,
                    BOOK.find(model).orElseThrow().model().provider(),
                    "cheapest_above_floor",
                    "cheapest that can do it",
                    "provider_rate_limited",
                    212,
                    Optional.empty(),
                    Optional.empty()));
        }
        attempts.add(new AttemptRecord(
                attempts.size() + 1,
                event.model(),
                event.provider(),
                event.routeReason(),
                ask.failed().isEmpty() ? "cheapest that can do it" : "next of the plan",
                "served",
                412,
                event.cost(),
                Optional.of(event.eventId())));
        return attempts;
    }

    private static List<CandidateRecord> candidates(Ask ask) {
        List<CandidateRecord> candidates = new ArrayList<>();
        for (String model : List.of(CHEAP, "gpt-4o-mini", "mistral-small", PRIMARY)) {
            Optional<ModelBook.Entry> entry = BOOK.find(model);
            if (entry.isPresent()) {
                boolean chosen = model.equals(ask.model());
                candidates.add(new CandidateRecord(
                        model,
                        entry.get().model().provider(),
                        Optional.of(entry.get().rates().cost(ask.usage())),
                        chosen,
                        chosen ? "cheapest that can do it" : "costs more"));
            }
        }
        return candidates;
    }

    private static Rates rates(String model) {
        return BOOK.find(model).orElseThrow().rates();
    }
}
