package io.signalbox.billing.sim;

import io.signalbox.billing.escrow.Authority;
import io.signalbox.billing.escrow.BudgetAccount;
import io.signalbox.billing.escrow.BudgetId;
import io.signalbox.billing.escrow.GrantReply;
import io.signalbox.billing.escrow.GrantRequest;
import io.signalbox.billing.escrow.Lease;
import io.signalbox.billing.escrow.LeaseId;
import io.signalbox.billing.escrow.NodeEpoch;
import io.signalbox.billing.escrow.PeriodId;
import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The simulated PostgreSQL: every method is a transaction that has committed when it returns, applied by production's own {@link Authority} and {@link
 * BudgetAccount}. A transaction that it refuses answers empty and changes nothing.
 */
final class Books {

    private static final long NANOS_PER_MS = 1_000_000;
    private static final int LIVE_NODES = 3;

    private final Timeline time;
    private final Map<PeriodId, Account> accounts = new LinkedHashMap<>();
    private final Map<BudgetId, Integer> period = new LinkedHashMap<>();
    private final Map<BudgetId, Long> rollsAtMs = new LinkedHashMap<>();
    private final Map<BudgetId, Money> caps = new LinkedHashMap<>();
    private final Map<LeaseId, Account> accountOf = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Set<String> events = new HashSet<>();
    private final List<Attempt> sent = new ArrayList<>();

    Books(Timeline time) {
        this.time = time;
    }

    void open(BudgetId budget, Money cap, long rollsAtMs) {
        this.rollsAtMs.put(budget, rollsAtMs);
        period.put(budget, 0);
        caps.put(budget, cap);
        accounts.put(presentOf(budget), new Account(presentOf(budget), cap));
    }

    void roll(BudgetId budget) {
        period.merge(budget, 1, Integer::sum);
        rollsAtMs.put(budget, Long.MAX_VALUE);
        accounts.put(presentOf(budget), new Account(presentOf(budget), caps.getOrDefault(budget, Money.ZERO)));
        time.tell(() -> "a new period: " + presentOf(budget));
    }

    void cap(BudgetId budget, Money cap) {
        caps.put(budget, cap);
        present(budget).cap(cap);
        time.tell(() -> budget + " is capped at " + cap);
    }

    NodeEpoch boot(String node) {
        return new NodeEpoch(node, epochs.merge(node, 1L, Long::sum));
    }

    Optional<GrantReply> grant(GrantRequest request) {
        if (!isCurrent(request.node())) {
            return Optional.empty();
        }
        Map<PeriodId, BudgetAccount> loaded = new LinkedHashMap<>();
        for (BudgetId each : request.budgets()) {
            load(loaded, present(each));
        }
        request.moves().forEach(move -> accountOf(move.lease()).ifPresent(account -> load(loaded, account)));
        GrantReply reply = Authority.answer(request, loaded.values(), LIVE_NODES);
        store(loaded.values());
        time.tell(() -> "books: " + request + " -> " + reply);
        return Optional.of(reply);
    }

    /** Posts a batch of journal entries; what was posted before changes nothing. Answers the budgets whose money moved. */
    Set<BudgetId> post(List<JournalEntry> batch) {
        Map<PeriodId, BudgetAccount> loaded = new LinkedHashMap<>();
        for (JournalEntry each : batch) {
            if (each.kind() == JournalEntry.Kind.SETTLE
                    && events.add(each.attempt().id())) {
                Attempt attempt = each.attempt();
                attempt.markPosted();
                for (LeaseId lease : attempt.leases()) {
                    Account account = accountOf(lease).orElseThrow();
                    load(loaded, account).settle(lease, attempt.reserved(), each.cost());
                    account.event(each.cost(), attempt.reserved());
                }
            }
        }
        store(loaded.values());
        time.tell(() -> "books: posted " + batch.size() + ", moved " + loaded.keySet());
        Set<BudgetId> moved = new LinkedHashSet<>();
        loaded.keySet().forEach(id -> moved.add(id.budget()));
        return moved;
    }

    /** Closes a node's leases: those of its earlier epochs when it has recovered, its present ones too when it has stopped. */
    void close(NodeEpoch node, boolean presentToo) {
        each(
                lease -> lease.holder().node().equals(node.node())
                        && (lease.holder().epoch() < node.epoch()
                                || presentToo && lease.holder().epoch() == node.epoch()),
                (account, lease) -> {
                    checkAccountedFor(lease);
                    account.close(lease);
                });
        time.tell(() -> "books: leases of " + node + " closed");
    }

    void suspect(String node) {
        each(lease -> lease.holder().node().equals(node), BudgetAccount::suspect);
    }

    /** The node's disk is lost: an operator says so. */
    void writeOff(String node) {
        epochs.merge(node, 1L, Long::sum);
        each(lease -> lease.holder().node().equals(node), BudgetAccount::writeOff);
        time.tell(() -> "books: " + node + " is written off");
    }

    /** What no correct authority does: frees the money of a node because it has been silent. */
    void freeBecauseSilent(String node) {
        each(lease -> lease.holder().node().equals(node), BudgetAccount::close);
        time.tell(() -> "books: leases of " + node + " freed by time");
    }

    /** The provider bills the attempt from here on, to the accounts that its leases are of. */
    void sent(Attempt attempt) {
        sent.add(attempt);
        attempt.markSent();
        attempt.leases().forEach(lease -> accountOf(lease).orElseThrow().charge(attempt));
    }

    void checkQuiet() {
        accounts.values().forEach(account -> {
            account.checkTruth();
            account.checkQuiet();
        });
    }

    List<Attempt> allSent() {
        return sent;
    }

    private void checkAccountedFor(LeaseId lease) {
        for (Attempt each : sent) {
            Invariant.I9_TIME_FREES_NOTHING.check(
                    each.wasPosted()
                            || !each.leases().contains(lease)
                            || each.trueCost().nanos() == 0,
                    () -> lease + " closes before " + each.id() + " is accounted for");
        }
    }

    private void each(Predicate<Lease> which, BiConsumer<BudgetAccount, LeaseId> change) {
        Map<PeriodId, BudgetAccount> loaded = new LinkedHashMap<>();
        for (Account account : accounts.values()) {
            for (Lease lease : account.leases().values()) {
                if (which.test(lease)) {
                    change.accept(load(loaded, account), lease.id());
                }
            }
        }
        store(loaded.values());
    }

    private BudgetAccount load(Map<PeriodId, BudgetAccount> into, Account account) {
        return into.computeIfAbsent(account.id(), id -> account.load(lastsNanos(account)));
    }

    private void store(Collection<BudgetAccount> loaded) {
        for (BudgetAccount each : loaded) {
            Account account = account(each.id());
            account.store(each);
            account.checkTruth();
            account.leases().keySet().forEach(lease -> accountOf.put(lease, account));
        }
    }

    private long lastsNanos(Account account) {
        BudgetId budget = account.id().budget();
        if (!account.id().equals(presentOf(budget))) {
            return 0;
        }
        long at = rollsAtMs.getOrDefault(budget, Long.MAX_VALUE);
        return at == Long.MAX_VALUE ? BudgetAccount.FOR_EVER : Math.max(1, (at - time.nowMs()) * NANOS_PER_MS);
    }

    private boolean isCurrent(NodeEpoch node) {
        return epochs.getOrDefault(node.node(), 0L) == node.epoch();
    }

    private PeriodId presentOf(BudgetId budget) {
        return new PeriodId(budget, "p" + period.getOrDefault(budget, 0));
    }

    private Account present(BudgetId budget) {
        return account(presentOf(budget));
    }

    private Account account(PeriodId id) {
        Account account = accounts.get(id);
        if (account == null) {
            throw new IllegalStateException("no account " + id);
        }
        return account;
    }

    private Optional<Account> accountOf(LeaseId lease) {
        return Optional.ofNullable(accountOf.get(lease));
    }
}
