package io.signalbox.billing.payment;

import io.signalbox.money.Money;

/** A gateway's word that an order was paid: {@code eventId} is one of a kind at the gateway. */
public record PaymentNotice(String gateway, String eventId, String orderId, Money amount, String currency) {}
