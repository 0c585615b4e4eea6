package io.signalbox.launch.prove;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.SplittableRandom;

/** One request: plain or streamed, read to the end or not, sometimes with a first model that fails. */
record Question(Buffer body, boolean streams, boolean leaves) {

    /** No question can cost more: a token a byte of the prompt, and all the output it may ask for. */
    static final long COST_NANOS_MAX = 150_000;

    private static final String WORDS =
            "How many lines does the London Underground have, and which of them is the oldest? ";

    /** What the meter calls the requests of {@code keyId} that were left in the middle. */
    static String leaver(String keyId) {
        return keyId + "/left";
    }

    static Question draw(SplittableRandom random, int outputMax, String keyId, boolean mayLeave) {
        int kind = random.nextInt(100);
        boolean streams = kind < 60;
        boolean leaves = mayLeave && kind < 20;
        JsonObject body = new JsonObject()
                .put("user", leaves ? leaver(keyId) : keyId)
                .put("max_tokens", random.nextInt(40, outputMax))
                .put("stream", streams)
                .put(
                        "messages",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("role", "user")
                                        .put("content", WORDS.repeat(random.nextInt(1, 4)))));
        if (kind >= 95) {
            body.put("models", new JsonArray().add("sandbox/error-500").add("sandbox/small"));
        } else if (kind >= 92) {
            body.put("models", new JsonArray().add("sandbox/error-429").add("sandbox/small"));
        } else {
            body.put("model", "sandbox/small");
        }
        if (streams && random.nextBoolean()) {
            body.put("stream_options", new JsonObject().put("include_usage", true));
        }
        return new Question(body.toBuffer(), streams, leaves);
    }
}
