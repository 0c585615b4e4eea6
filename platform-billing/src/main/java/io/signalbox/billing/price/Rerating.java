package io.signalbox.billing.price;

import io.signalbox.billing.ledger.LedgerStore;
import io.signalbox.billing.ledger.Posting;
import io.signalbox.billing.price.AdjustmentStore.Adjustment;
import io.signalbox.billing.price.AdjustmentStore.Place;
import io.signalbox.catalog.PriceList;
import io.signalbox.db.Database;
import io.signalbox.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Works out again what events cost, by another version of the prices, and posts the difference beside them: no event and no posting is ever changed. An
 * event is adjusted to a version once, whatever is repeated. Left alone are events whose usage nobody knows, and those at a tenant's own price.
 */
public final class Rerating {

    private static final int EVENTS_AT_ONCE = 500;

    private final Database database;
    private final PriceStore prices = new PriceStore();
    private final AdjustmentStore adjustments = new AdjustmentStore();
    private final LedgerStore ledger = new LedgerStore();

    public Rerating(Database database) {
        this.database = database;
    }

    /** How it went: events looked at, events that cost something else, and what they cost more and less. */
    public record Outcome(long events, long adjusted, Money more, Money less) {

        static final Outcome NONE = new Outcome(0, 0, Money.ZERO, Money.ZERO);

        /** Dearer less cheaper. */
        public Money net() {
            return more.minus(less);
        }

        Outcome plus(int seen, List<Adjustment> changed) {
            Money up = more;
            Money down = less;
            for (Adjustment each : changed) {
                Money delta = each.delta();
                up = delta.isNegative() ? up : up.plus(delta);
                down = delta.isNegative() ? down.plus(delta.negated()) : down;
            }
            return new Outcome(events + seen, adjusted + changed.size(), up, down);
        }
    }

    /** Adjusts events that started from {@code from} until before {@code to} to {@code version}; a dry run only tells what would happen. */
    public Future<Outcome> run(String version, Instant from, Instant to, boolean dry) {
        return database.acrossTenants(tx -> prices.prices(tx, version))
                .compose(list -> list.all().isEmpty()
                        ? Future.failedFuture(
                                new IllegalArgumentException("there is no price version '" + version + "'"))
                        : next(new Task(list, from, to, dry), Place.at(from), Outcome.NONE));
    }

    private record Task(PriceList prices, Instant from, Instant to, boolean dry) {}

    private record Page(List<RatedEvent> events, List<Adjustment> changed) {}

    private Future<Outcome> next(Task task, Place place, Outcome soFar) {
        return database.acrossTenants(tx -> prices.lock(tx)
                        .compose(locked -> adjustments.page(tx, task.from, task.to, place, EVENTS_AT_ONCE))
                        .compose(events -> adjust(tx, task, events)))
                .compose(page -> {
                    Outcome outcome = soFar.plus(page.events.size(), page.changed);
                    if (page.events.size() < EVENTS_AT_ONCE) {
                        return Future.succeededFuture(outcome);
                    }
                    RatedEvent last = page.events.get(page.events.size() - 1);
                    return next(task, new Place(last.startedAt(), last.id()), outcome);
                });
    }

    private Future<Page> adjust(SqlClient tx, Task task, List<RatedEvent> events) {
        List<Adjustment> differing = events.stream()
                .flatMap(each -> adjustment(each, task.prices).stream())
                .toList();
        if (task.dry || differing.isEmpty()) {
            return Future.succeededFuture(new Page(events, differing));
        }
        return adjustments.insert(tx, task.prices.version(), differing).compose(inserted -> {
            List<Adjustment> fresh = differing.stream()
                    .filter(each -> inserted.contains(each.event().id()))
                    .toList();
            Future<Void> posted = Future.succeededFuture();
            for (Adjustment each : fresh) {
                posted = posted.compose(done -> post(tx, each, task.prices.version()));
            }
            return posted.map(done -> new Page(events, fresh));
        });
    }

    private static Optional<Adjustment> adjustment(RatedEvent event, PriceList prices) {
        return event.costBy(prices)
                .filter(cost -> !event.cost().equals(Optional.of(cost)))
                .map(cost -> new Adjustment(event, cost));
    }

    /** Debits what usage costs and credits who is owed it, or the other way round where it became cheaper. */
    private Future<Void> post(SqlClient tx, Adjustment adjustment, String version) {
        RatedEvent event = adjustment.event();
        Money delta = adjustment.delta();
        if (delta.equals(Money.ZERO)) {
            return Future.succeededFuture();
        }
        String provider = event.of().provider();
        return ledger.insert(
                event.tenant(),
                tx,
                new Posting(
                        "ltx_" + event.id().replaceFirst("^evt_", "") + "_" + version,
                        event.tenant(),
                        "adjustment",
                        event.startedAt(),
                        List.of(
                                new Posting.Line(event.paidDirectly() ? "usage:direct" : "usage", delta),
                                new Posting.Line(
                                        (event.paidDirectly() ? "direct:" : "payable:") + provider, delta.negated()))));
    }
}
