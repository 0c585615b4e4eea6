package io.signalbox.tenant;

/** An app's id, {@code app_…}: a division of a tenant. */
public record AppId(String value) {

    public AppId {
        if (!value.startsWith("app_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not an app id: '" + value + "' must start with app_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
