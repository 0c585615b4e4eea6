package io.signalbox.dialect.responses;

import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.DialectContract;
import io.signalbox.dialect.ErrorCase;
import io.signalbox.dialect.RequestCase;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.Exposure;
import java.time.Duration;
import java.util.List;

/** The Responses API as a target for callers of other wires. */
final class ResponsesDialectContractTest extends DialectContract {

    ResponsesDialectContractTest() {
        super(new ResponsesDialect(), "openai");
    }

    @Override
    protected List<RequestCase> requests() {
        return ResponsesRequestCases.all();
    }

    @Override
    protected List<AnswerCase> answers() {
        return ResponsesAnswerCases.whole();
    }

    @Override
    protected List<StreamCase> streams() {
        return ResponsesAnswerCases.streamed();
    }

    @Override
    protected List<ErrorCase> errors() {
        return List.of(
                error(400, "Invalid 'input[0].id'", "invalid_request_error", "")
                        .isCallers(FaultCode.INVALID_REQUEST)
                        .quotes("Invalid 'input[0].id'"),
                error(400, "Your input exceeds the context window", "invalid_request_error", "context_length_exceeded")
                        .isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(400, "Unsupported parameter: 'temperature'", "invalid_request_error", "unsupported_parameter")
                        .isCallers(FaultCode.UNSUPPORTED_PARAMETER),
                error(401, "Incorrect API key provided", "invalid_request_error", "invalid_api_key")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(429, "Rate limit reached", "tokens", "rate_limit_exceeded")
                        .header("retry-after", "7")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED)
                        .waits(Duration.ofSeconds(7)),
                error(500, "The server had an error", "server_error", "server_error")
                        .isRetriable(FaultCode.PROVIDER_ERROR),
                error(504, "late", "server_error", "")
                        .isRetriable(FaultCode.PROVIDER_TIMEOUT)
                        .exposes(Exposure.UNKNOWN));
    }

    private static ErrorCase error(int status, String message, String type, String code) {
        return ErrorCase.of(
                status,
                "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":\""
                        + code + "\"}}");
    }
}
