package io.signalbox.billing.escrow;

import io.signalbox.billing.escrow.LeaseReply.Standing;
import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers a node's request out of the budgets' accounts: first everything given back arrives, then the asks are decided in order, then leases grow
 * beyond what the asks need, while there is plenty. A request that was counted before changes nothing and is told what was granted then.
 */
public final class Authority {

    /** A lease may grow by one part in so many of what is free, divided among the nodes. */
    private static final int SHARE = 4;

    private final GrantRequest request;
    private final Map<BudgetId, BudgetAccount> present = new HashMap<>();
    private final Map<LeaseId, BudgetAccount> accountOf = new HashMap<>();

    private Authority(GrantRequest request, Collection<BudgetAccount> accounts) {
        this.request = request;
        for (BudgetAccount each : accounts) {
            if (!each.isOver()) {
                present.put(each.id().budget(), each);
            }
            for (LeaseMove move : request.moves()) {
                each.find(move.lease()).ifPresent(lease -> accountOf.put(lease.id(), each));
            }
        }
    }

    /**
     * {@code accounts} are the present periods of {@link GrantRequest#budgets}, as far as these exist, and those of the leases that are moved; the
     * request's node must be in its newest epoch. {@code liveNodes} share what is free: it is about convenience, not about safety.
     */
    public static GrantReply answer(GrantRequest request, Collection<BudgetAccount> accounts, int liveNodes) {
        return new Authority(request, accounts).answer(liveNodes);
    }

    private GrantReply answer(int liveNodes) {
        boolean fresh = true;
        for (LeaseMove each : request.moves()) {
            fresh &= move(each);
        }
        List<Verdict> verdicts = fresh ? decide() : undecided();
        if (fresh) {
            growLeases(verdicts, liveNodes);
        }
        return new GrantReply(request.moves().stream().map(this::reply).toList(), verdicts);
    }

    /** Opens the lease or takes back from it; false when that was done before. */
    private boolean move(LeaseMove move) {
        BudgetAccount account = accountOf.get(move.lease());
        if (account == null) {
            account = present.get(move.budget());
            if (account == null) {
                return true;
            }
            account.open(move.lease(), request.node());
            accountOf.put(move.lease(), account);
        }
        if (!account.count(move.lease(), move.number())) {
            return false;
        }
        account.giveBack(move.lease(), move.giveBack());
        return true;
    }

    private List<Verdict> decide() {
        Map<BudgetId, Balance> balances = new HashMap<>();
        Set<BudgetId> stale = new HashSet<>();
        for (LeaseMove each : request.moves()) {
            Standing standing = standing(each);
            if (standing == Standing.CURRENT) {
                balances.put(each.budget(), account(each).balance());
            } else if (standing == Standing.OVER) {
                stale.add(each.budget());
            }
        }
        stale.removeAll(balances.keySet());
        List<Ask> decidable = request.asks().stream()
                .filter(ask -> ask.budgets().stream().noneMatch(stale::contains))
                .toList();
        List<Verdict> decided = new ArrayList<>(Escrow.decide(balances, decidable));
        List<Verdict> verdicts = new ArrayList<>(request.asks().size());
        for (Ask each : request.asks()) {
            boolean isDecided = each.budgets().stream().noneMatch(stale::contains);
            verdicts.add(isDecided ? decided.remove(0) : new Verdict.Undecided());
        }
        return verdicts;
    }

    private List<Verdict> undecided() {
        return request.asks().stream()
                .<Verdict>map(ask -> new Verdict.Undecided())
                .toList();
    }

    private void growLeases(List<Verdict> verdicts, int liveNodes) {
        Map<BudgetId, Money> needs = new HashMap<>();
        Set<BudgetId> refused = new HashSet<>();
        for (int i = 0; i < verdicts.size(); i++) {
            Ask ask = request.asks().get(i);
            if (verdicts.get(i) instanceof Verdict.Granted granted) {
                ask.budgets().forEach(budget -> needs.merge(budget, granted.amount(), Money::plus));
            } else {
                refused.addAll(ask.budgets());
            }
        }
        for (LeaseMove each : request.moves()) {
            if (standing(each) == Standing.CURRENT) {
                BudgetAccount account = account(each);
                account.grant(each.lease(), needs.getOrDefault(each.budget(), Money.ZERO));
                if (!refused.contains(each.budget())) {
                    account.grant(
                            each.lease(), extra(each.wish(), account.balance().free(), liveNodes));
                }
            }
        }
    }

    /** All of the wish or a fair share of what is free; near the cap, where a share is little, nothing, so that money does not lie about. */
    private static Money extra(Money wish, Money free, int liveNodes) {
        long share = Math.max(0, free.nanos()) / SHARE / Math.max(1, liveNodes);
        return share < wish.nanos() / SHARE ? Money.ZERO : new Money(Math.min(share, wish.nanos()));
    }

    private LeaseReply reply(LeaseMove move) {
        Standing standing = standing(move);
        if (standing == Standing.GONE) {
            return new LeaseReply(move.lease(), standing, Money.ZERO, 0);
        }
        BudgetAccount account = account(move);
        Money granted = account.find(move.lease()).map(Lease::granted).orElse(Money.ZERO);
        return new LeaseReply(move.lease(), standing, granted, account.lastsNanos());
    }

    private Standing standing(LeaseMove move) {
        BudgetAccount account = accountOf.get(move.lease());
        if (account == null) {
            return Standing.GONE;
        }
        boolean holds = account.find(move.lease()).map(Lease::holdsMoney).orElse(false);
        return holds && !account.isOver() ? Standing.CURRENT : Standing.OVER;
    }

    private BudgetAccount account(LeaseMove move) {
        BudgetAccount account = accountOf.get(move.lease());
        if (account == null) {
            throw new IllegalStateException("no account for " + move);
        }
        return account;
    }
}
