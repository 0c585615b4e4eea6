package io.signalbox.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import io.signalbox.provider.Frame;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Bedrock says when it refuses or fails: an exception's name in {@code x-amzn-errortype} or {@code __type}, or as the type of a stream's frame, and a
 * {@code message} (https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html).
 */
final class BedrockErrors {

    private static final String CONTEXT_LENGTH = "context_length_exceeded";

    private BedrockErrors() {}

    static boolean isError(String frameType) {
        return frameType.equals(EventStreamReader.ERROR) || frameType.endsWith("Exception");
    }

    static Fault inStream(Frame frame) {
        String type = frame.type().equals(EventStreamReader.ERROR)
                ? text(tree(Buffer.buffer(frame.data())), "code")
                : frame.type();
        ProviderError error = error(type, Buffer.buffer(frame.data()));
        if (isThrottling(error.type())) {
            return Refusal.inAnswer(new ProviderError(error.message(), "rate_limit_error", error.code(), ""));
        }
        return Refusal.inAnswer(error);
    }

    static ProviderReply.Failed of(int status, MultiMap headers, Buffer body) {
        @Nullable String named = headers.get("x-amzn-errortype");
        ProviderError error = error(named == null ? text(tree(body), "__type") : named, body);
        String type = error.type().toLowerCase(Locale.ROOT);
        if (isAccount(type)) {
            return Refusal.of(403, headers, error);
        }
        if (isThrottling(type)) {
            return Refusal.of(429, headers, error);
        }
        if (isUnknownModel(type, error)) {
            return Refusal.ofUnknownModel(status, headers, error);
        }
        return Refusal.of(status, headers, error);
    }

    private static boolean isAccount(String type) {
        return switch (type) {
            case "accessdeniedexception",
                    "unrecognizedclientexception",
                    "expiredtokenexception",
                    "expiredtoken",
                    "invalidsignatureexception",
                    "incompletesignature",
                    "incompletesignatureexception",
                    "missingauthenticationtokenexception",
                    "invalidclienttokenid",
                    "notauthorized",
                    "optinrequired" -> true;
            default -> false;
        };
    }

    /** A model that is not ready yet and a quota that is used up are as temporary as a rate limit, whatever their status. */
    private static boolean isThrottling(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "throttlingexception", "servicequotaexceededexception", "modelnotreadyexception" -> true;
            default -> false;
        };
    }

    private static boolean isUnknownModel(String type, ProviderError error) {
        return type.equals("resourcenotfoundexception")
                || type.equals("validationexception")
                        && error.mentions("model identifier is invalid", "on-demand throughput isn");
    }

    /** The error with the exception's bare name for type: {@code com.amazon.coral#ThrottlingException:http://…} has it in the middle. */
    private static ProviderError error(String type, Buffer body) {
        JsonNode tree = tree(body);
        String message = text(tree, "message").isEmpty() ? text(tree, "Message") : text(tree, "message");
        ObjectNode plain = Json.object().put("message", message).put("type", bare(type));
        ProviderError error = ProviderError.read(Json.write(plain));
        return isTooLong(error)
                ? new ProviderError(error.message(), error.type(), CONTEXT_LENGTH, error.param())
                : error;
    }

    private static String bare(String type) {
        String after = type.substring(type.indexOf('#') + 1);
        int colon = after.indexOf(':');
        return colon < 0 ? after : after.substring(0, colon);
    }

    /** In the words of the several models behind the one protocol. */
    private static boolean isTooLong(ProviderError error) {
        return error.mentions(
                "input is too long",
                "prompt is too long",
                "exceed context limit",
                "too many input tokens",
                "input tokens exceeded",
                "number of input tokens exceeds",
                "maximum context length",
                "exceeds the model's maximum");
    }

    private static JsonNode tree(Buffer body) {
        try {
            return Json.read(body.getBytes());
        } catch (IOException notJson) {
            return Json.object();
        }
    }

    private static String text(JsonNode tree, String name) {
        return tree.path(name).isTextual() ? tree.path(name).textValue() : "";
    }
}
