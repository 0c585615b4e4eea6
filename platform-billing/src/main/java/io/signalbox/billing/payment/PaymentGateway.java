package io.signalbox.billing.payment;

import io.vertx.core.Future;

/** Whoever takes tenants' money. It tells of payments by a signed notice, see {@link NoticeVerifier}, or an operator does. */
public interface PaymentGateway {

    /** As orders and notices name it: {@code manual}. */
    String name();

    /** Opens {@code order} at the gateway and answers what to tell the payer: an address, or a sentence. Repeating it opens no second payment. */
    Future<String> open(PaymentOrder order);
}
