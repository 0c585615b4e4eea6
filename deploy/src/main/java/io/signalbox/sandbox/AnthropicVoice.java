package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Anthropic's Messages, and the counting of their tokens: https://docs.claude.com/en/api/messages. */
final class AnthropicVoice implements Voice {

    private final boolean counts;

    /** {@code counts} says that the prompt is to be counted, not answered. */
    AnthropicVoice(boolean counts) {
        this.counts = counts;
    }

    @Override
    public SandboxJob hear(Heard heard) {
        if (heard.headers().get("anthropic-version") == null) {
            throw SandboxFault.invalid("", "anthropic-version: header is required");
        }
        JsonObject body = heard.json();
        if (counts) {
            AnthropicReader reader = new AnthropicReader(body);
            return SandboxJob.free(
                    reader.target(),
                    () -> new JsonObject()
                            .put("input_tokens", reader.prompt().usage(false).promptTokens())
                            .toBuffer());
        }
        AnthropicReader reader = new AnthropicReader(body);
        SandboxAnswer answer = SandboxAnswer.to(reader.request());
        AnthropicWriter writer = new AnthropicWriter(answer, reader.hidesThoughts());
        if (answer.request().stream()) {
            return SandboxJob.streamed(answer, new AnthropicEvents(writer), ChatVoice.SSE);
        }
        return SandboxJob.whole(answer, () -> writer.message().toBuffer());
    }

    /** https://docs.claude.com/en/api/errors. */
    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        return new Refusal(
                status(fault.kind()),
                Map.of("request-id", "req_sandbox"),
                error(fault).put("request_id", "req_sandbox").toBuffer());
    }

    static JsonObject error(SandboxFault fault) {
        return new JsonObject()
                .put("type", "error")
                .put("error", new JsonObject().put("type", type(fault.kind())).put("message", words(fault)));
    }

    private static String words(SandboxFault fault) {
        return switch (fault.kind()) {
            case CONTEXT ->
                "prompt is too long: " + (SandboxTokens.CONTEXT + 1) + " tokens > " + SandboxTokens.CONTEXT
                        + " maximum";
            case QUOTA -> "Your credit balance is too low to access the Anthropic API. [sandbox]";
            case FILTERED -> "Output blocked by content filtering policy";
            default -> fault.words();
        };
    }

    private static int status(SandboxFault.Kind kind) {
        return switch (kind) {
            case INVALID, NOT_JSON, CONTEXT, FILTERED, QUOTA -> 400;
            case UNKNOWN_MODEL, UNKNOWN_PATH -> 404;
            case KEY -> 401;
            case RATE -> 429;
            case SERVER -> 500;
            case OVERLOADED -> 529;
        };
    }

    private static String type(SandboxFault.Kind kind) {
        return switch (kind) {
            case INVALID, NOT_JSON, CONTEXT, FILTERED, QUOTA -> "invalid_request_error";
            case UNKNOWN_MODEL, UNKNOWN_PATH -> "not_found_error";
            case KEY -> "authentication_error";
            case RATE -> "rate_limit_error";
            case SERVER -> "api_error";
            case OVERLOADED -> "overloaded_error";
        };
    }
}
