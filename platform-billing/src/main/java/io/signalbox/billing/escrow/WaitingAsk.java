package io.signalbox.billing.escrow;

import io.signalbox.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An ask in its node's queue. */
final class WaitingAsk {

    private final Ask ask;
    private final Money upperBound;
    private final long giveUpAtNanos;
    private List<BudgetId> budgets;
    private Optional<Verdict.InTheWay> refusal = Optional.empty();
    private boolean due = true;
    private long lastAsked;

    WaitingAsk(Ask ask, long giveUpAtNanos) {
        this.ask = ask;
        this.upperBound = ask.upperBound();
        this.giveUpAtNanos = giveUpAtNanos;
        this.budgets = ask.budgets();
    }

    /** As it was submitted. */
    Ask submitted() {
        return ask;
    }

    /** As it is now: without budgets that are gone. */
    Ask ask() {
        return new Ask(
                ask.eventId(), budgets, ask.rates(), ask.inputTokens(), ask.outputTokens(), ask.minOutputTokens());
    }

    List<BudgetId> budgets() {
        return budgets;
    }

    Money upperBound() {
        return upperBound;
    }

    void leaveOut(BudgetId gone) {
        List<BudgetId> rest = new ArrayList<>(budgets);
        rest.remove(gone);
        budgets = List.copyOf(rest);
    }

    void refuse(Verdict.InTheWay verdict) {
        refusal = Optional.of(verdict);
    }

    /** Whether it is to be decided again. */
    boolean isDue() {
        return due;
    }

    /** The turn of the last asking for it; 0 before the first. */
    long lastAsked() {
        return lastAsked;
    }

    /** It is being asked for, so it is not due any more. */
    void askedAt(long turn) {
        lastAsked = turn;
        due = false;
    }

    void markDue() {
        due = true;
    }

    boolean isOverdue(long nowNanos) {
        return nowNanos - giveUpAtNanos >= 0;
    }

    /** What it is told when it has waited long enough. */
    Answer givenUp() {
        return refusal.<Answer>map(verdict -> new Answer.InFlight(ask, verdict.budget(), verdict.balance()))
                .orElseGet(() -> new Answer.Unavailable(ask));
    }
}
