package io.signalbox.webhook;

/** A delivery's id, {@code dlv_…}: the same for one event and channel however often it is computed. */
public record DeliveryId(String value) {

    public DeliveryId {
        if (!value.startsWith("dlv_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not a delivery id: '" + value + "' must start with dlv_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
