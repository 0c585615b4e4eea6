package io.signalbox.webhook;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Something that happened, as channels are told: {@code eventId} is how a receiver knows it when it comes twice. {@code summary} is one sentence. */
public record Announcement(String eventId, EventType type, Instant at, String summary, JsonObject details) {

    /** What is sent, byte for byte, each time: <a href="https://www.standardwebhooks.com">Standard Webhooks</a>' type, timestamp and data. */
    String payload() {
        return new JsonObject()
                .put("type", type.wireName())
                .put("timestamp", at.toString())
                .put("data", details.copy().put("summary", summary))
                .encode();
    }
}
