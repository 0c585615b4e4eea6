package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;

/** A request the sandbox refuses, in OpenAI's words. */
final class SandboxFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String param;

    SandboxFault(int status, String code, String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.param = param;
    }

    static SandboxFault invalid(String param, String message) {
        return new SandboxFault(400, "invalid_value", param, message);
    }

    int status() {
        return status;
    }

    JsonObject toJson() {
        String type = status == 429 ? "rate_limit_error" : status >= 500 ? "server_error" : "invalid_request_error";
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", getMessage())
                                .put("type", type)
                                .put("param", param.isEmpty() ? null : param)
                                .put("code", code));
    }
}
