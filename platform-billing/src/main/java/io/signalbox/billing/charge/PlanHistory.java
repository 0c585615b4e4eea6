package io.signalbox.billing.charge;

import java.time.Instant;
import java.util.List;

/** A tenant's plans in the order in which they came into effect. */
public record PlanHistory(List<Plan> plans) {

    public PlanHistory {
        plans = List.copyOf(plans);
    }

    /** The plan that holds at a time; without any, usage is owed at cost. */
    public Plan at(Instant time) {
        Plan holding = Plan.AT_COST;
        for (Plan each : plans) {
            if (!each.effectiveAt().isAfter(time)) {
                holding = each;
            }
        }
        return holding;
    }
}
