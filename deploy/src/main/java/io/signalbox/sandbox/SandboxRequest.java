package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A request for an answer in no protocol's words. {@code usage} is what its prompt counts, {@code schema} what the answer must satisfy;
 * {@code reasons} says that the model is to think first.
 */
record SandboxRequest(
        SandboxTarget target,
        boolean stream,
        SandboxPrompt prompt,
        SandboxUsage usage,
        SandboxTools tools,
        Optional<JsonObject> schema,
        boolean reasons,
        Limits limits) {

    /** JSON mode without a schema: an object. */
    static final JsonObject ANY_OBJECT = new JsonObject().put("type", "object");

    private static final int CHOICES_MAX = 128;

    /** Where an answer ends: tokens of each choice, and texts it stops before. */
    record Limits(long outputTokens, List<String> stops, int choices) {

        static final Limits NONE = new Limits(Long.MAX_VALUE, List.of(), 1);

        Limits {
            outputTokens = Math.min(outputTokens, SandboxTokens.OUTPUT);
            stops = stops.stream().filter(each -> !each.isEmpty()).toList();
            if (choices > CHOICES_MAX) {
                throw SandboxFault.invalid("n", "At most " + CHOICES_MAX + " choices may be asked for.");
            }
        }
    }

    SandboxModel model() {
        return target.model();
    }

    long fingerprint() {
        return prompt.fingerprint(target.name());
    }
}
