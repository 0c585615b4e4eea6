package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A node's money. {@link #reserve} spends from its purses, on any thread and without waiting; what that cannot serve is submitted, waits in order and is
 * served from purses or by the authority. All but {@code reserve} belongs to one context, which sends what {@link #next} says, hands back
 * what was answered, and gives every {@link #answers answer} to whoever asked:
 *
 * <pre>
 * reserve ─ no ─▶ submit ─▶ next ─ request ─▶ authority ─ reply ─▶ answered ─▶ answers
 *                            ▲                    │
 *                            └── the same moves ──┴─ silence ─▶ failed ─▶ answers
 * </pre>
 *
 * While asks wait for a budget its purse is shut, so that nobody overtakes them, and whatever is free of it goes back with the next request: the
 * authority then decides in order over all there is, and no money lies with a node that cannot use it while another could. Time moves nothing but the
 * asking: a period that may be over, a lease that lies idle, an ask that has waited long enough.
 */
public final class NodeEscrow {

    private static final int ASKS_MAX = 256;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final NodeEpoch node;
    private final Runnable wake;
    private final Purses purses;
    private final Queue<Purse> noticed = new ConcurrentLinkedQueue<>();
    private final WaitingAsks waiting = new WaitingAsks();
    private final Set<LeaseHand> returning = new LinkedHashSet<>();
    private final Set<LeaseHand> refilling = new LinkedHashSet<>();
    private final List<Answer> answers = new ArrayList<>();

    private Optional<GrantRequest> underWay = Optional.empty();
    private List<WaitingAsk> asked = List.of();
    private boolean inDoubt;
    private boolean stopped;
    private long retryAtNanos;
    private long sweptAtNanos;

    /**
     * {@code newLease} makes ids never used before. {@code wake} is run on any thread, often: it should see to it that {@link #next} is called soon, which
     * must be called every 100 ms besides.
     */
    public NodeEscrow(NodeEpoch node, Supplier<LeaseId> newLease, Runnable wake, long nowNanos) {
        this.node = node;
        this.wake = wake;
        this.purses = new Purses(newLease, this::notice);
        this.retryAtNanos = nowNanos;
        this.sweptAtNanos = nowNanos;
    }

    /** Takes the most an attempt can cost out of the purse of each budget, or nothing at all. From any thread; empty means submit. */
    public Optional<Hold> reserve(List<BudgetId> budgets, Money amount) {
        return purses.take(budgets, amount);
    }

    /** Puts an ask at the end of the queue, {@link #next} should follow. Exactly one answer does. */
    public void submit(Ask ask, long giveUpAtNanos) {
        if (stopped) {
            answers.add(new Answer.Unavailable(ask));
            return;
        }
        waiting.add(new WaitingAsk(ask, giveUpAtNanos));
        ask.budgets()
                .forEach(budget ->
                        purses.inUse(budget).ifPresent(hand -> hand.purse().shut(true)));
    }

    /** How many wait. */
    public int waiting() {
        return waiting.size();
    }

    /** Money of these budgets has moved at the authority: asks for it are worth deciding again. */
    public void moved(Set<BudgetId> budgets) {
        waiting.markDue(budgets);
    }

    /** Nothing more is reserved under these budgets without asking; {@link #recall} follows. From any thread. */
    public void shut(Set<BudgetId> budgets) {
        budgets.forEach(purses::shut);
    }

    /** Others need money of these budgets: what is free here goes back, before anybody here is served from it. */
    public void recall(Set<BudgetId> budgets) {
        budgets.forEach(budget -> purses.inUse(budget).ifPresent(returning::add));
    }

    /** As {@link #recall}, of every budget: a call may have been missed. */
    public void recallAll() {
        returning.addAll(purses.hands());
    }

    /**
     * From here on nothing is asked for, and everything that is or becomes free goes back: what a request that is under way grants as well, since no purse
     * takes it any more.
     */
    public void stop() {
        stopped = true;
        asked = List.of();
        waiting.all().forEach(each -> end(each, new Answer.Unavailable(each.submitted())));
        purses.hands().forEach(purses::retire);
        returning.addAll(purses.hands());
    }

    /** Whether no attempt has money, and nothing is left to send or to hear of. */
    public boolean isSettled() {
        return underWay.isEmpty() && purses.hands().stream().allMatch(LeaseHand::isUsedUp);
    }

    /** Whether a request is under way of which nobody knows whether it was counted. */
    public boolean isInDoubt() {
        return inDoubt;
    }

    /** The answers since the last time. */
    public List<Answer> answers() {
        List<Answer> since = List.copyOf(answers);
        answers.clear();
        return since;
    }

    /** What to send to the authority now, if anything: one request at a time, until {@link #answered} or {@link #failed}. */
    public Optional<GrantRequest> next(long nowNanos) {
        heedNotices();
        sweep(nowNanos);
        serveFromPurses(nowNanos);
        boolean retry = nowNanos - retryAtNanos >= 0;
        if (underWay.isPresent()) {
            boolean again = inDoubt && retry;
            inDoubt &= !again;
            return again ? underWay : Optional.empty();
        }
        if (retry) {
            waiting.markAllDue();
            retryAtNanos = nowNanos + RETRY_NANOS;
        }
        underWay = draft(nowNanos);
        return underWay;
    }

    /** The authority's answer to the request under way, to whichever copy of it. */
    public void answered(GrantReply reply, long nowNanos) {
        GrantRequest request = underWay.orElseThrow(() -> new IllegalStateException("nothing was asked"));
        List<WaitingAsk> decided = asked;
        underWay = Optional.empty();
        inDoubt = false;
        asked = List.of();
        Map<BudgetId, Long> received = receive(request, reply, nowNanos);
        for (int i = 0; i < decided.size(); i++) {
            conclude(decided.get(i), reply.verdicts().get(i), received, nowNanos);
        }
        for (LeaseMove each : request.moves()) {
            purses.find(each.lease()).ifPresent(hand -> fill(hand, received, nowNanos));
        }
    }

    /** Nobody answered the request under way: whether it was counted is unknown. Everybody who waits is told, and its moves are sent again. */
    public void failed(long nowNanos) {
        GrantRequest request = underWay.orElseThrow(() -> new IllegalStateException("nothing was asked"));
        waiting.all().forEach(each -> end(each, new Answer.Unavailable(each.submitted())));
        asked = List.of();
        underWay = Optional.of(request.again());
        inDoubt = true;
        retryAtNanos = nowNanos + RETRY_NANOS;
    }

    private void notice(Purse purse) {
        noticed.add(purse);
        wake.run();
    }

    private void heedNotices() {
        Set<BudgetId> returned = new HashSet<>();
        for (Purse each = noticed.poll(); each != null; each = noticed.poll()) {
            each.heed();
            Optional<LeaseHand> hand = purses.find(each.lease());
            if (each.takeLow()) {
                hand.filter(purses::isInUse).ifPresent(refilling::add);
            }
            hand.filter(it -> !purses.isInUse(it)).ifPresent(returning::add);
            returned.add(each.budget());
        }
        waiting.markDue(returned);
    }

    private void sweep(long nowNanos) {
        if (nowNanos - sweptAtNanos < SWEEP_NANOS) {
            return;
        }
        sweptAtNanos = nowNanos;
        for (LeaseHand each : purses.hands()) {
            each.sample(nowNanos);
            if (each.mayBeOver(nowNanos)) {
                each.purse().shut(true);
            }
            if (each.mayBeOver(nowNanos) || each.isIdle(nowNanos) || !purses.isInUse(each)) {
                returning.add(each);
            }
        }
        if (underWay.isEmpty()) {
            purses.forgetUsedUp();
        }
    }

    /** Whoever can be served without the authority is, in order; who has waited long enough gives up. */
    private void serveFromPurses(long nowNanos) {
        for (WaitingAsk each : waiting.all()) {
            if (asked.contains(each) || isGoingBack(each)) {
                continue;
            }
            Ask ask = each.submitted();
            Optional<Hold> hold = purses.takeInTurn(each.budgets(), each.upperBound());
            if (hold.isPresent()) {
                end(each, new Answer.Held(ask, hold.get(), ask.outputTokens(), false));
            } else if (each.isOverdue(nowNanos)) {
                end(each, each.givenUp());
            }
        }
    }

    private boolean isGoingBack(WaitingAsk ask) {
        return !returning.isEmpty()
                && ask.budgets().stream()
                        .flatMap(budget -> purses.inUse(budget).stream())
                        .anyMatch(returning::contains);
    }

    private Optional<GrantRequest> draft(long nowNanos) {
        asked = waiting.takeDue(ASKS_MAX);
        Map<LeaseHand, LeaseMove> moves = new LinkedHashMap<>();
        for (WaitingAsk ask : asked) {
            for (BudgetId budget : ask.budgets()) {
                LeaseHand hand = purses.openIfNone(budget, nowNanos);
                hand.wants(ask.upperBound(), nowNanos);
                moves.computeIfAbsent(hand, it -> it.givingBack(it.wish()));
            }
        }
        for (LeaseHand each : returning) {
            if (each.purse().freeNanos() > 0 || each.mayBeOver(nowNanos) && purses.isInUse(each)) {
                moves.computeIfAbsent(each, it -> it.givingBack(Money.ZERO));
            }
        }
        for (LeaseHand each : refilling) {
            if (purses.isInUse(each)) {
                moves.computeIfAbsent(each, LeaseHand::refilling);
            }
        }
        returning.clear();
        refilling.clear();
        if (moves.isEmpty() && asked.isEmpty()) {
            return Optional.empty();
        }
        List<Ask> asks = asked.stream().map(WaitingAsk::ask).toList();
        return Optional.of(new GrantRequest(node, List.copyOf(moves.values()), asks));
    }

    /** What was granted by budget, not yet in any purse: those it was granted for come first. */
    private Map<BudgetId, Long> receive(GrantRequest request, GrantReply reply, long nowNanos) {
        Map<BudgetId, Long> received = new HashMap<>();
        for (int i = 0; i < reply.leases().size(); i++) {
            LeaseReply each = reply.leases().get(i);
            BudgetId budget = request.moves().get(i).budget();
            LeaseHand hand = purses.find(each.lease()).orElseThrow();
            if (each.standing() == LeaseReply.Standing.GONE) {
                purses.forget(hand);
                waiting.leaveOut(budget);
                continue;
            }
            long more = hand.receive(each, nowNanos).nanos();
            if (each.standing() == LeaseReply.Standing.CURRENT && purses.isInUse(hand)) {
                received.put(budget, more);
                continue;
            }
            purses.retire(hand);
            hand.purse().put(more);
        }
        return received;
    }

    private void conclude(WaitingAsk ask, Verdict verdict, Map<BudgetId, Long> received, long nowNanos) {
        Ask submitted = ask.submitted();
        verdict.act(
                granted -> {
                    ask.budgets()
                            .forEach(budget ->
                                    received.merge(budget, granted.amount().nanos(), Math::subtractExact));
                    Hold hold = purses.holding(ask.budgets(), granted.amount());
                    end(ask, new Answer.Held(submitted, hold, granted.outputTokens(), granted.clamped()));
                },
                inTheWay -> {
                    ask.refuse(inTheWay);
                    if (ask.isOverdue(nowNanos)) {
                        end(ask, ask.givenUp());
                    }
                },
                tooShort -> end(ask, new Answer.Exhausted(submitted, tooShort.budget(), tooShort.balance())),
                undecided -> ask.markDue());
    }

    /** What is left of a grant goes into the purse, which asks for more when half of that is used. */
    private void fill(LeaseHand hand, Map<BudgetId, Long> received, long nowNanos) {
        BudgetId budget = hand.purse().budget();
        if (!purses.isInUse(hand)) {
            return;
        }
        long rest = received.getOrDefault(budget, 0L);
        if (rest < 0) {
            throw new IllegalStateException("granted " + -rest + " nanos too few of " + budget);
        }
        hand.purse().putUnnoticed(rest);
        hand.purse().lowWater(rest / 2);
        hand.purse().shut(waiting.isWaitedFor(budget) || hand.mayBeOver(nowNanos) || returning.contains(hand));
    }

    private void end(WaitingAsk ask, Answer answer) {
        waiting.remove(ask);
        answers.add(answer);
        for (BudgetId each : ask.budgets()) {
            if (!waiting.isWaitedFor(each)) {
                purses.inUse(each).ifPresent(hand -> hand.purse().shut(returning.contains(hand)));
            }
        }
    }
}
