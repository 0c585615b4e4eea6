package io.signalbox.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Errors as Google words them: https://ai.google.dev/gemini-api/docs/troubleshooting, https://cloud.google.com/apis/design/errors. */
final class GeminiErrors {

    private static final String TYPES = "type.googleapis.com/google.rpc.";

    private GeminiErrors() {}

    /** A wrong key is a bad argument to Google. */
    static int status(SandboxFault.Kind kind) {
        return switch (kind) {
            case INVALID, NOT_JSON, CONTEXT, FILTERED, KEY -> 400;
            case UNKNOWN_MODEL, UNKNOWN_PATH -> 404;
            case QUOTA, RATE -> 429;
            case SERVER -> 500;
            case OVERLOADED -> 503;
        };
    }

    static JsonObject toJson(SandboxFault fault, String model) {
        JsonObject error = new JsonObject()
                .put("code", status(fault.kind()))
                .put("message", words(fault, model))
                .put("status", statusName(fault.kind()));
        JsonArray details = details(fault.kind());
        if (!details.isEmpty()) {
            error.put("details", details);
        }
        return new JsonObject().put("error", error);
    }

    private static String words(SandboxFault fault, String model) {
        return switch (fault.kind()) {
            case KEY -> "API key not valid. Please pass a valid API key.";
            case QUOTA -> "You exceeded your current quota, please check your plan and billing details.";
            case OVERLOADED -> "The model is overloaded. Please try again later.";
            case CONTEXT ->
                "The input token count (" + (SandboxTokens.CONTEXT + 1)
                        + ") exceeds the maximum number of tokens allowed (" + SandboxTokens.CONTEXT + ").";
            case UNKNOWN_MODEL ->
                "models/" + model + " is not found for API version v1beta, or is not supported for generateContent.";
            default -> fault.words();
        };
    }

    private static String statusName(SandboxFault.Kind kind) {
        return switch (kind) {
            case INVALID, NOT_JSON, CONTEXT, FILTERED, KEY -> "INVALID_ARGUMENT";
            case UNKNOWN_MODEL, UNKNOWN_PATH -> "NOT_FOUND";
            case QUOTA, RATE -> "RESOURCE_EXHAUSTED";
            case SERVER -> "INTERNAL";
            case OVERLOADED -> "UNAVAILABLE";
        };
    }

    private static JsonArray details(SandboxFault.Kind kind) {
        return switch (kind) {
            case KEY ->
                new JsonArray()
                        .add(new JsonObject()
                                .put("@type", TYPES + "ErrorInfo")
                                .put("reason", "API_KEY_INVALID")
                                .put("domain", "googleapis.com"));
            case RATE ->
                new JsonArray()
                        .add(new JsonObject().put("@type", TYPES + "RetryInfo").put("retryDelay", "1s"));
            default -> new JsonArray();
        };
    }
}
