package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.GrantReply;
import io.signalbox.billing.escrow.GrantRequest;
import io.signalbox.billing.escrow.LeaseMove;
import io.signalbox.billing.escrow.Verdict;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.money.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where a node's requests for money are answered: one transaction each. When money that other nodes hold stands in the way, the transaction also calls it
 * back over the change feed, and what they do not need arrives in time for the next try.
 */
final class GrantDesk {

    private final Database database;
    private final ChangeFeed changes;
    private final Duration limit;
    private final LeaseAuthority authority = new LeaseAuthority();

    /** {@code limit} bounds the wait for an answer; the transaction may still be counted after it. */
    GrantDesk(Database database, ChangeFeed changes, Duration limit) {
        this.database = database;
        this.changes = changes;
        this.limit = limit;
    }

    /** The answer, when the budgets' periods end, and which budgets' money was called back from other nodes. */
    record Decision(GrantReply reply, Map<BudgetId, Instant> resets, Set<BudgetId> recalled) {}

    /** Fails as {@link LeaseAuthority#answer} and the database do; what was asked may then be counted or not. */
    Future<Decision> ask(GrantRequest request) {
        return database.acrossTenants(
                        tx -> authority.answer(tx, request).compose(granted -> recall(tx, request, granted)))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<Decision> recall(SqlClient tx, GrantRequest request, LeaseAuthority.Granted granted) {
        Set<BudgetId> elsewhere = heldElsewhere(request, granted);
        Future<Void> told = Future.succeededFuture();
        for (BudgetId each : elsewhere) {
            Change recall = new Change(
                    Topic.RECALLS,
                    granted.books().tenant(each).orElseThrow(),
                    each.value() + " " + request.node().node());
            told = told.compose(done -> changes.publish(tx, recall));
        }
        return told.map(done -> new Decision(granted.reply(), granted.books().resets(), elsewhere));
    }

    private static Set<BudgetId> heldElsewhere(GrantRequest request, LeaseAuthority.Granted granted) {
        Set<BudgetId> elsewhere = new HashSet<>();
        for (Verdict each : granted.reply().verdicts()) {
            if (each instanceof Verdict.InTheWay it
                    && it.balance().held().compareTo(heldHere(it.budget(), request, granted.books())) > 0) {
                elsewhere.add(it.budget());
            }
        }
        return elsewhere;
    }

    private static Money heldHere(BudgetId budget, GrantRequest request, LeaseBooks books) {
        return request.moves().stream()
                .filter(move -> move.budget().equals(budget))
                .map(LeaseMove::lease)
                .flatMap(lease -> books.of(lease).stream()
                        .filter(account -> !account.isOver())
                        .flatMap(account -> account.find(lease).stream()))
                .map(lease -> lease.remaining())
                .reduce(Money.ZERO, Money::plus);
    }
}
