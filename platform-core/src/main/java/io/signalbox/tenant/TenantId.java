package io.signalbox.tenant;

/** A tenant's id, {@code ten_…}: the isolation and billing boundary. */
public record TenantId(String value) {

    public TenantId {
        if (!value.startsWith("ten_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not a tenant id: '" + value + "' must start with ten_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
