package io.signalbox.billing.charge;

import io.signalbox.money.Money;
import java.time.Instant;

/** What one usage event costs its tenant, and how that is paid: {@code price + fee = grant + prepaid + owed}. */
record Charge(DueEvent event, long planVersion, Money price, Money fee, CreditPurse.Draw paid) {

    static Charge of(DueEvent event, Plan plan, CreditPurse purse) {
        Money price = plan.terms().price(event.cost(), event.paidDirectly());
        Money fee = plan.terms().fee(event.cost(), event.paidDirectly());
        return new Charge(event, plan.version(), price, fee, purse.draw(price.plus(fee), event.usedAt()));
    }

    /** What of the price passes the provider's on. */
    Money passedOn() {
        return event.paidDirectly() ? Money.ZERO : event.cost();
    }

    /** A usage event nobody has been charged for. */
    record DueEvent(String id, Instant usedAt, boolean paidDirectly, Money cost) {}
}
