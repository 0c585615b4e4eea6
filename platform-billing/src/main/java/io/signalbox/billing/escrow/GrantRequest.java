package io.signalbox.billing.escrow;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a node sends to the authority, decided there in one transaction. There is a move for every budget of every ask. A node has one request under way at
 * a time and sends the moves of one that nobody answered again until somebody does.
 */
public record GrantRequest(NodeEpoch node, List<LeaseMove> moves, List<Ask> asks) {

    public GrantRequest {
        moves = List.copyOf(moves);
        asks = List.copyOf(asks);
    }

    /** The budgets whose present periods the answer needs. */
    public Set<BudgetId> budgets() {
        Set<BudgetId> budgets = new TreeSet<>();
        moves.forEach(move -> budgets.add(move.budget()));
        return budgets;
    }

    GrantRequest again() {
        return new GrantRequest(node, moves.stream().map(LeaseMove::again).toList(), List.of());
    }
}
