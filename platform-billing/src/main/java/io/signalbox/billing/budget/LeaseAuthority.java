package io.signalbox.billing.budget;

import io.signalbox.billing.escrow.Authority;
import io.signalbox.billing.escrow.BudgetAccount;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.GrantReply;
import io.signalbox.billing.escrow.GrantRequest;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.LeaseMove;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.usage.Settlement;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.Money;
import io.signalbox.telemetry.LogKey;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only authority over budgets' money: PostgreSQL's rows under lock, moved by the rules of {@link BudgetAccount}. Every method is part of a transaction
 * over all tenants; repeating one whose answer was lost changes nothing.
 */
public final class LeaseAuthority {

    /** How long a node may be silent before its leases are suspect. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    private static final Logger LOGGER = LoggerFactory.getLogger(LeaseAuthority.class);
    private static final int LEASES_MAX = 1_000;

    private final LeaseStore leases = new LeaseStore();
    private final NodeLeaseStore ofNodes = new NodeLeaseStore();
    private final NodeStore nodes = new NodeStore();

    /** An answer to a node, and the books it comes from. */
    record Granted(GrantReply reply, LeaseBooks books) {}

    /** The budgets whose money moved, and of them those that cost more than had been reserved. */
    public record Spent(Set<BudgetId> moved, Map<BudgetId, TenantId> overrun) {}

    /** What became of a node's leases that were written off. */
    public record WrittenOff(int leases, Money amount) {}

    /** As {@link LeaseStore#expectKeys}. */
    public Future<Void> expectKeys(SqlClient tx) {
        return leases.expectKeys(tx);
    }

    /** Answers a node that is in its newest life; fails with {@code UNAVAILABLE} when there is a newer one. */
    Future<Granted> answer(SqlClient tx, GrantRequest request) {
        List<LeaseId> moved = request.moves().stream().map(LeaseMove::lease).toList();
        // One connection answers in order, so none of them waits for the one before.
        Future<Void> expected = leases.expectKeys(tx);
        Future<Boolean> current = nodes.isCurrent(tx, request.node());
        Future<Integer> live = nodes.live(tx, SILENCE_MAX);
        Future<LeaseBooks> locked = leases.lock(tx, request.budgets(), moved);
        return Future.all(expected, current, live, locked).compose(ready -> {
            if (!current.result()) {
                return Future.failedFuture(superseded(request.node()));
            }
            LeaseBooks books = locked.result();
            GrantReply reply = Authority.answer(request, books.accounts(), live.result());
            return leases.write(tx, books).map(written -> new Granted(reply, books));
        });
    }

    /** Names the leases of settlements from the time when records did not name them. */
    public Future<List<Settlement>> named(SqlClient tx, List<Settlement> settlements) {
        Set<String> unnamed = new TreeSet<>();
        settlements.stream()
                .filter(each -> !each.namesLeases())
                .forEach(each -> unnamed.add(each.event().eventId()));
        return unnamed.isEmpty()
                ? Future.succeededFuture(settlements)
                : ofNodes.ofAttempts(tx, unnamed)
                        .map(found -> settlements.stream()
                                .map(each -> each.namesLeases() ? each : each.naming(leasesOf(each, found)))
                                .toList());
    }

    private static List<LeaseId> leasesOf(Settlement settlement, Map<String, List<LeaseId>> found) {
        return found.getOrDefault(settlement.event().eventId(), List.of());
    }

    /** Spends what events cost, from the leases they name; each event once. */
    public Future<Spent> settle(SqlClient tx, List<Settlement> inserted) {
        Set<LeaseId> named = new TreeSet<>();
        inserted.forEach(each -> named.addAll(each.leases()));
        if (named.isEmpty()) {
            return Future.succeededFuture(new Spent(Set.of(), Map.of()));
        }
        return leases.lockOf(tx, named).compose(books -> {
            inserted.forEach(each -> settle(books, each));
            Map<BudgetId, TenantId> overrun = new HashMap<>();
            books.movements().stream()
                    .filter(each -> each.overrunNanos() > 0)
                    .map(each -> each.id().budget())
                    .forEach(budget -> overrun.put(budget, books.tenant(budget).orElseThrow()));
            return leases.write(tx, books).map(moved -> new Spent(moved, overrun));
        });
    }

    private static void settle(LeaseBooks books, Settlement settlement) {
        Money cost = settlement.event().cost().orElse(Money.ZERO);
        for (LeaseId each : settlement.leases()) {
            books.of(each)
                    .ifPresentOrElse(
                            account -> account.settle(each, settlement.reserved(), cost),
                            () -> LOGGER.atError()
                                    .addKeyValue(
                                            LogKey.EVENT, settlement.event().eventId())
                                    .addKeyValue("lease", each)
                                    .addKeyValue(LogKey.COST_USD, cost.usd())
                                    .log("the database has lost a lease: what was spent of it counts in no budget"));
        }
    }

    /**
     * Closes what this life of a node and those before it left open; what was not spent of it comes back. Only right once the node's whole journal is
     * accounted for and nothing can be spent any more. Returns how many were closed.
     */
    public Future<Integer> close(SqlClient tx, NodeEpoch upTo) {
        return ofNodes.holding(tx, upTo, LEASES_MAX)
                .compose(found -> end(tx, found, BudgetAccount::close)
                        .compose(moved -> found.size() < LEASES_MAX
                                ? Future.succeededFuture(found.size())
                                : close(tx, upTo).map(more -> more + found.size())));
    }

    /** Notes which leases are of nodes that have gone silent, and which of nodes that were heard again; no money moves. Returns how many. */
    Future<Integer> suspect(SqlClient tx) {
        return ofNodes.silent(tx, SILENCE_MAX, LEASES_MAX)
                .compose(silent -> end(tx, silent, BudgetAccount::suspect).map(silent.size()));
    }

    /** Takes the suspicion off nodes that were heard of again; in a transaction of its own, since each locks its periods in order. */
    Future<Integer> trust(SqlClient tx) {
        return ofNodes.heardAgain(tx, SILENCE_MAX, LEASES_MAX)
                .compose(heard -> end(tx, heard, BudgetAccount::trust).map(heard.size()));
    }

    /**
     * Gives the money of a node that will never account for it up as spent. A node that has been heard of lately only loses the leases of its earlier lives;
     * of any other all are written off, and should it live all the same, it is granted nothing any more. Fails with {@code NOT_FOUND} for an unknown node.
     */
    public Future<WrittenOff> writeOff(SqlClient tx, String node) {
        return nodes.lost(tx, node, SILENCE_MAX)
                .compose(upTo -> upTo.map(lost -> writeOff(tx, lost))
                        .orElseGet(() -> Future.failedFuture(
                                Fault.of(FaultCode.NOT_FOUND, "there is no node " + node + " in this installation"))));
    }

    private Future<WrittenOff> writeOff(SqlClient tx, NodeEpoch upTo) {
        return ofNodes.holding(tx, upTo, LEASES_MAX)
                .compose(found -> leases.lockOf(tx, found).compose(books -> {
                    long before = held(books);
                    found.forEach(lease -> books.of(lease).ifPresent(account -> account.writeOff(lease)));
                    WrittenOff done = new WrittenOff(found.size(), new Money(before - held(books)));
                    return leases.write(tx, books).map(done);
                }))
                .compose(done -> done.leases() < LEASES_MAX
                        ? Future.succeededFuture(done)
                        : writeOff(tx, upTo)
                                .map(more -> new WrittenOff(
                                        done.leases() + more.leases(),
                                        done.amount().plus(more.amount()))));
    }

    private static long held(LeaseBooks books) {
        return books.accounts().stream()
                .mapToLong(each -> each.balance().held().nanos())
                .sum();
    }

    private Future<Set<BudgetId>> end(
            SqlClient tx, Collection<LeaseId> ending, BiConsumer<BudgetAccount, LeaseId> how) {
        if (ending.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return leases.lockOf(tx, ending).compose(books -> {
            ending.forEach(lease -> books.of(lease).ifPresent(account -> how.accept(account, lease)));
            return leases.write(tx, books);
        });
    }

    private static Fault superseded(NodeEpoch node) {
        return Fault.with(FaultCode.UNAVAILABLE, "The gateway is stopping; try again shortly.")
                .detail("node " + node.node() + " has a newer life than epoch " + node.epoch()
                        + ": another process runs with a copy of its data, or its leases were written off")
                .build();
    }
}
