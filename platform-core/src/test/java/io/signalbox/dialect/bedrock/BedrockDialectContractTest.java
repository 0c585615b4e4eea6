package io.signalbox.dialect.bedrock;

import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.DialectContract;
import io.signalbox.dialect.ErrorCase;
import io.signalbox.dialect.RequestCase;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import java.time.Duration;
import java.util.List;

/** Converse as a target for callers of every wire. */
final class BedrockDialectContractTest extends DialectContract {

    BedrockDialectContractTest() {
        super(new BedrockDialect(), "bedrock");
    }

    @Override
    protected List<RequestCase> requests() {
        return BedrockRequestCases.all();
    }

    @Override
    protected List<AnswerCase> answers() {
        return BedrockAnswerCases.whole();
    }

    @Override
    protected List<StreamCase> streams() {
        return BedrockAnswerCases.streamed();
    }

    @Override
    protected List<ErrorCase> errors() {
        return List.of(
                error(400, "ValidationException", "temperature must be at most 1")
                        .isCallers(FaultCode.INVALID_REQUEST)
                        .quotes("temperature must be at most 1"),
                error(400, "ValidationException", "Input is too long for requested model.")
                        .isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(400, "ValidationException", "prompt is too long: 203254 tokens > 200000 maximum")
                        .isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(400, "ValidationException", "input length and `max_tokens` exceed context limit: 1 + 2 > 3")
                        .isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(400, "ValidationException", "The provided model identifier is invalid.")
                        .isRetriable(FaultCode.PROVIDER_ERROR),
                error(404, "ResourceNotFoundException", "Could not resolve the foundation model")
                        .isRetriable(FaultCode.PROVIDER_ERROR),
                error(403, "AccessDeniedException", "You don't have access to the model")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(400, "UnrecognizedClientException", "The security token is invalid.")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(403, "ExpiredTokenException:http://internal.amazon.com/coral/", "expired")
                        .header("x-amzn-requestid", "req-up")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL)
                        .details("type=ExpiredTokenException upstream_request=req-up"),
                ErrorCase.of(400, "{\"__type\":\"com.amazon.coral.service#IncompleteSignature\",\"Message\":\"no\"}")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(429, "ThrottlingException", "Too many requests")
                        .header("retry-after", "3")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED)
                        .waits(Duration.ofSeconds(3)),
                error(400, "ServiceQuotaExceededException", "quota").isRetriable(FaultCode.PROVIDER_RATE_LIMITED),
                error(429, "ModelNotReadyException", "not ready").isRetriable(FaultCode.PROVIDER_RATE_LIMITED),
                error(408, "ModelTimeoutException", "late").isRetriable(FaultCode.PROVIDER_TIMEOUT),
                error(424, "ModelErrorException", "failed").isRetriable(FaultCode.PROVIDER_ERROR),
                error(500, "InternalServerException", "oops").isRetriable(FaultCode.PROVIDER_ERROR),
                error(503, "ServiceUnavailableException", "oops").isRetriable(FaultCode.PROVIDER_ERROR));
    }

    private static ErrorCase error(int status, String type, String message) {
        return ErrorCase.of(status, "{\"message\":\"" + message + "\"}").header("x-amzn-errortype", type);
    }
}
