package io.signalbox.billing.payment;

import io.signalbox.money.Money;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;

/** What a tenant is asked to pay, at which gateway. {@code subject} is the invoice it is for, or empty for credit. */
public record PaymentOrder(
        String id,
        TenantId tenant,
        String gateway,
        Purpose purpose,
        String subject,
        Money amount,
        String currency,
        String createdBy,
        Instant createdAt) {

    /** The only currency there is so far. */
    public static final String USD = "USD";

    /** What a payment is for. */
    public enum Purpose {
        CREDIT,
        INVOICE;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PaymentOrder {
        if (amount.nanos() <= 0) {
            throw new IllegalArgumentException("payment of " + amount + ": must be more than 0");
        }
    }
}
