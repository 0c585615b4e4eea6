package io.signalbox.sandbox;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A chat request as the sandbox understands it. */
final class SandboxRequest {

    private static final int CHOICES_MAX = 128;

    private final SandboxModel model;
    private final JsonObject body;
    private final JsonArray messages;
    private final long promptTokens;

    private SandboxRequest(SandboxModel model, JsonObject body, JsonArray messages, long promptTokens) {
        this.model = model;
        this.body = body;
        this.messages = messages;
        this.promptTokens = promptTokens;
    }

    /** Fails with a {@link SandboxFault} as OpenAI would. */
    static SandboxRequest read(Buffer bytes) {
        JsonObject body = parse(bytes);
        if (!(body.getValue("model") instanceof String name)) {
            throw SandboxFault.invalid("model", "you must provide a model parameter");
        }
        SandboxModel model = SandboxModel.ofWireName(name)
                .orElseThrow(() ->
                        new SandboxFault(404, "model_not_found", "model", "The model '" + name + "' does not exist."));
        if (!(body.getValue("messages") instanceof JsonArray messages) || messages.isEmpty()) {
            throw SandboxFault.invalid("messages", "'messages' must be a list of at least one message.");
        }
        if (!messages.stream().allMatch(JsonObject.class::isInstance)) {
            throw SandboxFault.invalid("messages", "Every message must be an object.");
        }
        SandboxRequest request =
                new SandboxRequest(model, body, messages, SandboxTokens.ofPrompt(messages, bytes.getBytes()));
        request.choices();
        request.outputLimit();
        return request;
    }

    private static JsonObject parse(Buffer bytes) {
        try {
            return new JsonObject(bytes);
        } catch (DecodeException | ClassCastException notAnObject) {
            throw new SandboxFault(400, "invalid_json", "", "We could not parse the JSON body of your request.");
        }
    }

    SandboxModel model() {
        return model;
    }

    boolean stream() {
        return Boolean.TRUE.equals(body.getValue("stream"));
    }

    boolean includesUsage() {
        return body.getValue("stream_options") instanceof JsonObject options
                && Boolean.TRUE.equals(options.getValue("include_usage"));
    }

    long promptTokens() {
        return promptTokens;
    }

    int choices() {
        long choices = positive("n").orElse(1L);
        if (choices > CHOICES_MAX) {
            throw SandboxFault.invalid("n", "'n' must be at most " + CHOICES_MAX + ".");
        }
        return (int) choices;
    }

    /** Tokens a choice may take at most. */
    long outputLimit() {
        return positive("max_completion_tokens")
                .or(() -> positive("max_tokens"))
                .orElse(Long.MAX_VALUE);
    }

    private Optional<Long> positive(String name) {
        @Nullable Object value = body.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Integer || value instanceof Long) || ((Number) value).longValue() < 1) {
            throw SandboxFault.invalid(name, "'" + name + "' must be a whole number of at least 1.");
        }
        return Optional.of(((Number) value).longValue());
    }

    /** The text of the last message. */
    String lastText() {
        return SandboxTokens.text(messages.getJsonObject(messages.size() - 1));
    }

    /** The function to call: the chosen one, else the first; empty when there are none, none is wanted, or a tool has just answered. */
    Optional<JsonObject> functionToCall() {
        boolean answered =
                "tool".equals(messages.getJsonObject(messages.size() - 1).getValue("role"));
        @Nullable Object choice = body.getValue("tool_choice");
        if (answered || "none".equals(choice) || !(body.getValue("tools") instanceof JsonArray tools)) {
            return Optional.empty();
        }
        if (choice instanceof JsonObject chosen && chosen.getValue("function") instanceof JsonObject wanted) {
            return Optional.of(functions(tools)
                    .filter(each -> each.getString("name").equals(wanted.getValue("name")))
                    .findFirst()
                    .orElseThrow(() -> SandboxFault.invalid("tool_choice", "Tool choice is not one of the tools.")));
        }
        return functions(tools).findFirst();
    }

    private static Stream<JsonObject> functions(JsonArray tools) {
        return tools.stream()
                .filter(each -> each instanceof JsonObject tool
                        && tool.getValue("function") instanceof JsonObject function
                        && function.getValue("name") instanceof String)
                .map(each -> ((JsonObject) each).getJsonObject("function"));
    }

    /** The schema the answer must satisfy; for plain JSON mode an empty one of an object. */
    Optional<JsonObject> answerSchema() {
        if (!(body.getValue("response_format") instanceof JsonObject format)) {
            return Optional.empty();
        }
        if ("json_object".equals(format.getValue("type"))) {
            return Optional.of(new JsonObject().put("type", "object"));
        }
        if (format.getValue("json_schema") instanceof JsonObject named
                && named.getValue("schema") instanceof JsonObject schema) {
            return Optional.of(schema);
        }
        return Optional.empty();
    }

    /** Equal for equal model and messages, whatever the limits and options: answers follow from it. */
    long fingerprint() {
        CRC32 crc = new CRC32();
        crc.update(model.wireName().getBytes(StandardCharsets.UTF_8));
        crc.update(messages.toBuffer().getBytes());
        return crc.getValue();
    }
}
