package io.signalbox.webhook;

/** A channel's id, {@code whk_…}. */
public record ChannelId(String value) {

    public ChannelId {
        if (!value.startsWith("whk_") || value.length() > 64) {
            throw new IllegalArgumentException(
                    "not a webhook id: '" + value + "' must start with whk_ and have at most 64 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
