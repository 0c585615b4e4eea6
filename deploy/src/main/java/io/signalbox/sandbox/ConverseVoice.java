package io.signalbox.sandbox;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Amazon Bedrock's Converse and ConverseStream: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html. */
final class ConverseVoice implements Voice {

    private final boolean streams;

    ConverseVoice(boolean streams) {
        this.streams = streams;
    }

    @Override
    public SandboxJob hear(Heard heard) {
        ConverseReader reader = new ConverseReader(SandboxTarget.of(heard.model()), heard.json());
        SandboxAnswer answer = SandboxAnswer.to(reader.request(streams));
        if (streams) {
            return SandboxJob.streamed(answer, new ConverseEvents(answer), "application/vnd.amazon.eventstream");
        }
        return SandboxJob.whole(answer, () -> ConverseWriter.response(answer).toBuffer());
    }

    /** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors. */
    @Override
    public Refusal refuse(SandboxFault fault, Heard heard) {
        return new Refusal(
                status(fault.kind()),
                Map.of("x-amzn-errortype", type(fault.kind()), "x-amzn-requestid", "req-sandbox"),
                new JsonObject().put("message", words(fault)).toBuffer());
    }

    private static String words(SandboxFault fault) {
        return switch (fault.kind()) {
            case KEY -> "The security token included in the request is invalid.";
            case RATE -> "Too many requests, please wait before trying again.";
            case CONTEXT -> "Input is too long for requested model.";
            case UNKNOWN_MODEL -> "The provided model identifier is invalid.";
            case FILTERED -> "The model returned the following errors: Output blocked by content filtering policy";
            default -> fault.words();
        };
    }

    private static int status(SandboxFault.Kind kind) {
        return switch (kind) {
            case INVALID, NOT_JSON, CONTEXT, FILTERED, UNKNOWN_MODEL, QUOTA -> 400;
            case UNKNOWN_PATH -> 404;
            case KEY -> 403;
            case RATE -> 429;
            case SERVER -> 500;
            case OVERLOADED -> 503;
        };
    }

    private static String type(SandboxFault.Kind kind) {
        return switch (kind) {
            case INVALID, CONTEXT, FILTERED, UNKNOWN_MODEL -> "ValidationException";
            case NOT_JSON -> "SerializationException";
            case QUOTA -> "ServiceQuotaExceededException";
            case UNKNOWN_PATH -> "UnknownOperationException";
            case KEY -> "UnrecognizedClientException";
            case RATE -> "ThrottlingException";
            case SERVER -> "InternalServerException";
            case OVERLOADED -> "ServiceUnavailableException";
        };
    }
}
