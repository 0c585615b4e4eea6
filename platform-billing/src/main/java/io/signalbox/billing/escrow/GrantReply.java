package io.signalbox.billing.escrow;

import java.util.List;

/** The authority's answer: a reply for each move and a verdict for each ask, in the request's order. */
public record GrantReply(List<LeaseReply> leases, List<Verdict> verdicts) {

    public GrantReply {
        leases = List.copyOf(leases);
        verdicts = List.copyOf(verdicts);
    }
}
