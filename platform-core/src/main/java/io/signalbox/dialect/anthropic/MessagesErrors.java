package io.signalbox.dialect.anthropic;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * <a href="https://platform.claude.com/docs/en/api/errors">Anthropic's error object</a>, with our code, parameter and metadata in it as further members.
 */
final class MessagesErrors {

    private MessagesErrors() {}

    static Buffer body(Fault fault, String requestId) {
        JsonObject error = new JsonObject()
                .put("type", type(fault.code()))
                .put("message", fault.publicMessage())
                .put("code", fault.code().wireName())
                .put("param", fault.param().orElse(null));
        if (!fault.metadata().isEmpty()) {
            error.put("metadata", new JsonObject(fault.metadata()));
        }
        return new JsonObject()
                .put("type", "error")
                .put("error", error)
                .put("request_id", requestId)
                .toBuffer();
    }

    static String type(FaultCode code) {
        return switch (code) {
            case OVERLOADED, PROVIDER_RATE_LIMITED, NO_HEALTHY_PROVIDER -> "overloaded_error";
            case REQUEST_TIMEOUT, PROVIDER_TIMEOUT -> "timeout_error";
            default -> byStatus(code.status());
        };
    }

    private static String byStatus(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
