package io.signalbox.webhook;

import io.signalbox.config.Secret;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The sealed part of a channel: where it goes and what it signs with; {@code previous} is the secret before the last rotation. */
record ChannelTarget(String target, Optional<Secret> secret, Optional<Secret> previous) {

    ChannelTarget rotated(Secret fresh) {
        return new ChannelTarget(target, Optional.of(fresh), secret);
    }

    ChannelTarget aimedAt(String newTarget) {
        return new ChannelTarget(newTarget, secret, previous);
    }

    String written() {
        JsonObject json = new JsonObject().put("target", target);
        secret.ifPresent(it -> json.put("secret", it.value()));
        previous.ifPresent(it -> json.put("previous", it.value()));
        return json.encode();
    }

    static ChannelTarget read(String text) {
        JsonObject json = new JsonObject(text);
        return new ChannelTarget(
                json.getString("target"),
                Optional.ofNullable(json.getString("secret")).map(Secret::new),
                Optional.ofNullable(json.getString("previous")).map(Secret::new));
    }

    @Override
    public String toString() {
        return "[channel target]";
    }
}
