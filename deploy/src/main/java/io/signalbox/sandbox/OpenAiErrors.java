package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors as OpenAI words them: https://platform.openai.com/docs/guides/error-codes. */
final class OpenAiErrors {

    private OpenAiErrors() {}

    static Voice.Refusal refuse(SandboxFault fault) {
        return new Voice.Refusal(
                status(fault.kind()),
                Map.of("x-request-id", "req_sandbox"),
                toJson(fault).toBuffer());
    }

    static int status(SandboxFault.Kind kind) {
        return switch (kind) {
            case INVALID, NOT_JSON, CONTEXT, FILTERED -> 400;
            case UNKNOWN_MODEL, UNKNOWN_PATH -> 404;
            case KEY -> 401;
            case QUOTA, RATE -> 429;
            case SERVER -> 500;
            case OVERLOADED -> 503;
        };
    }

    static JsonObject toJson(SandboxFault fault) {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", fault.words())
                                .put("type", type(fault.kind()))
                                .put("param", fault.param().isEmpty() ? null : fault.param())
                                .put("code", code(fault.kind())));
    }

    private static String type(SandboxFault.Kind kind) {
        return switch (kind) {
            case QUOTA -> "insufficient_quota";
            case RATE -> "rate_limit_error";
            case SERVER, OVERLOADED -> "server_error";
            default -> "invalid_request_error";
        };
    }

    private static @Nullable String code(SandboxFault.Kind kind) {
        return switch (kind) {
            case INVALID -> "invalid_value";
            case NOT_JSON -> "invalid_json";
            case UNKNOWN_MODEL -> "model_not_found";
            case UNKNOWN_PATH -> "unknown_url";
            case KEY -> "invalid_api_key";
            case QUOTA -> "insufficient_quota";
            case RATE -> "rate_limit_exceeded";
            case SERVER -> "server_error";
            case OVERLOADED -> null;
            case CONTEXT -> "context_length_exceeded";
            case FILTERED -> "invalid_prompt";
        };
    }
}
