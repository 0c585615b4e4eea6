package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One authority's books, and nodes that talk to it without loss: an ask of n output tokens costs n nanos at most. */
final class Rig {

    static final BudgetId TENANT = new BudgetId("bud_tenant");
    static final BudgetId KEY = new BudgetId("bud_key");
    static final String MAY = "2026-05";
    static final Rates RATES = Rates.ofText(0, 1_000_000);
    static final long LATER = Duration.ofDays(1).toNanos();

    private final Map<PeriodId, Balance> balances = new TreeMap<>();
    private final Map<PeriodId, List<Lease>> leases = new TreeMap<>();
    private final Map<BudgetId, String> present = new TreeMap<>();
    private int leaseCount;

    Rig budget(BudgetId budget, long cap) {
        period(budget, MAY, cap);
        return this;
    }

    void period(BudgetId budget, String period, long cap) {
        present.put(budget, period);
        balances.put(new PeriodId(budget, period), Balance.unused(new Money(cap)));
    }

    void archive(BudgetId budget) {
        present.remove(budget);
    }

    NodeEscrow node(String id) {
        return new NodeEscrow(new NodeEpoch(id, 1), () -> new LeaseId("lea_" + id + ++leaseCount), () -> {}, 0);
    }

    static Ask ask(String event, long tokens, BudgetId... budgets) {
        return new Ask(event, List.of(budgets), RATES, 0, tokens, 1);
    }

    /** Submits and lets the node and the authority talk until they are done. */
    List<Answer> ask(NodeEscrow node, Ask ask) {
        node.submit(ask, LATER);
        talk(node, 0);
        return node.answers();
    }

    void talk(NodeEscrow node, long now) {
        for (int turn = 0; turn < 5; turn++) {
            node.next(now).ifPresent(request -> node.answered(answer(request), now));
        }
    }

    GrantReply answer(GrantRequest request) {
        List<BudgetAccount> accounts = balances.keySet().stream()
                .filter(id -> request.budgets().contains(id.budget()))
                .map(this::account)
                .collect(Collectors.toCollection(ArrayList::new));
        GrantReply reply = Authority.answer(request, accounts, 1);
        accounts.forEach(this::write);
        return reply;
    }

    BudgetAccount account(BudgetId budget) {
        return account(new PeriodId(budget, MAY));
    }

    private BudgetAccount account(PeriodId id) {
        boolean now = id.period().equals(present.get(id.budget()));
        return new BudgetAccount(
                id, now ? BudgetAccount.FOR_EVER : 0, balances.get(id), leases.getOrDefault(id, List.of()));
    }

    void write(BudgetAccount account) {
        balances.put(account.id(), account.balance());
        Map<LeaseId, Lease> known = new TreeMap<>();
        leases.getOrDefault(account.id(), List.of()).forEach(lease -> known.put(lease.id(), lease));
        account.changed().forEach(lease -> known.put(lease.id(), lease));
        leases.put(account.id(), List.copyOf(known.values()));
    }

    long held(BudgetId budget) {
        return account(budget).balance().held().nanos();
    }

    long held(BudgetId budget, String period) {
        return account(new PeriodId(budget, period)).balance().held().nanos();
    }
}
