package io.signalbox.dialect.openai;

import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.DialectContract;
import io.signalbox.dialect.ErrorCase;
import io.signalbox.dialect.RequestCase;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.Exposure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Chat completions as a target for callers of other wires. */
final class OpenAiDialectContractTest extends DialectContract {

    OpenAiDialectContractTest() {
        super(new OpenAiDialect(), "openai");
    }

    @Override
    protected List<RequestCase> requests() {
        return OpenAiRequestCases.all();
    }

    @Override
    protected List<AnswerCase> answers() {
        List<AnswerCase> cases = new ArrayList<>(OpenAiAnswerCases.whole());
        cases.addAll(OpenAiSpeakerCases.whole());
        return cases;
    }

    @Override
    protected List<StreamCase> streams() {
        List<StreamCase> cases = new ArrayList<>(OpenAiAnswerCases.streamed());
        cases.addAll(OpenAiSpeakerCases.streamed());
        return cases;
    }

    @Override
    protected List<ErrorCase> errors() {
        return List.of(
                error(400, "Invalid value for 'temperature'.", "invalid_request_error", "")
                        .isCallers(FaultCode.INVALID_REQUEST)
                        .quotes("Invalid value for 'temperature'."),
                error(400, "Unsupported parameter", "invalid_request_error", "unsupported_parameter")
                        .isCallers(FaultCode.UNSUPPORTED_PARAMETER),
                error(400, "This model's maximum context length is 8192 tokens.", "x", "context_length_exceeded")
                        .isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(400, "The response was filtered", "x", "content_filter").isCallers(FaultCode.CONTENT_FILTER),
                error(401, "Incorrect API key provided", "invalid_request_error", "invalid_api_key")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(429, "You exceeded your current quota", "insufficient_quota", "insufficient_quota")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(429, "Rate limit reached", "requests", "rate_limit_exceeded")
                        .header("retry-after", "7")
                        .header("x-request-id", "req_up")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED)
                        .waits(Duration.ofSeconds(7))
                        .details("upstream_request=req_up"),
                error(500, "The server had an error", "server_error", "").isRetriable(FaultCode.PROVIDER_ERROR),
                error(503, "The engine is currently overloaded", "server_error", "overloaded")
                        .header("retry-after", "2")
                        .isRetriable(FaultCode.PROVIDER_ERROR)
                        .waits(Duration.ofSeconds(2)),
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
