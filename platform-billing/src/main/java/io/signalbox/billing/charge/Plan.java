package io.signalbox.billing.charge;

import java.time.Instant;

/** The terms a tenant has from {@code effectiveAt} until the next version's. Version 0 is what holds before the first. */
public record Plan(long version, PlanTerms terms, Instant effectiveAt, String createdBy) {

    static final Plan AT_COST = new Plan(0, PlanTerms.AT_COST, Instant.EPOCH, "system");
}
