package io.signalbox.billing.payment;

import io.vertx.core.Future;

/** Payment outside Signalbox, by bank transfer for instance: an operator records it when it arrives. */
public final class ManualGateway implements PaymentGateway {

    public static final String NAME = "manual";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<String> open(PaymentOrder order) {
        return Future.succeededFuture(
                "Transfer " + order.amount().usd() + " " + order.currency() + " and quote " + order.id() + ".");
    }
}
