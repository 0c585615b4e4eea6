package io.signalbox.dialect.anthropic;

import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.DialectContract;
import io.signalbox.dialect.ErrorCase;
import io.signalbox.dialect.RequestCase;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Anthropic's Messages as a target for callers of other wires. */
final class AnthropicDialectContractTest extends DialectContract {

    AnthropicDialectContractTest() {
        super(new AnthropicDialect(), "anthropic");
    }

    @Override
    protected List<RequestCase> requests() {
        List<RequestCase> all = new ArrayList<>(AnthropicTurnCases.all());
        all.addAll(AnthropicOptionCases.all());
        return all;
    }

    @Override
    protected List<AnswerCase> answers() {
        return AnthropicAnswerCases.whole();
    }

    @Override
    protected List<StreamCase> streams() {
        return AnthropicStreamCases.all();
    }

    @Override
    protected List<ErrorCase> errors() {
        return List.of(
                error(400, "invalid_request_error", "max_tokens: 99999 > 64000")
                        .isCallers(FaultCode.INVALID_REQUEST)
                        .quotes("max_tokens: 99999 > 64000"),
                error(400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum")
                        .isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(
                                400,
                                "invalid_request_error",
                                "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000")
                        .isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(400, "invalid_request_error", "Output blocked by content filtering policy")
                        .isCallers(FaultCode.CONTENT_FILTER),
                error(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API.")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(400, "invalid_request_error", "You have reached your specified API usage limits.")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(400, "invalid_request_error", "This organization has been disabled.")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(401, "authentication_error", "invalid x-api-key")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(402, "billing_error", "Payment required").isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(403, "permission_error", "Your API key does not have permission")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(404, "not_found_error", "model: claude-9").isCallers(FaultCode.PROVIDER_ERROR),
                error(413, "request_too_large", "Request exceeds the maximum size")
                        .isCallers(FaultCode.REQUEST_TOO_LARGE),
                error(429, "rate_limit_error", "This request would exceed your organization's rate limit")
                        .header("retry-after", "12")
                        .header("request-id", "req_011CSHoEeqs5C35K2UUqR7Fy")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED)
                        .waits(Duration.ofSeconds(12))
                        .details("upstream_request=req_011CSHoEeqs5C35K2UUqR7Fy"),
                error(500, "api_error", "Internal server error").isRetriable(FaultCode.PROVIDER_ERROR),
                error(529, "overloaded_error", "Overloaded")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED)
                        .quotes("The provider is overloaded."));
    }

    private static ErrorCase error(int status, String type, String message) {
        return ErrorCase.of(
                status,
                "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                        + "\"},\"request_id\":\"req_011\"}");
    }
}
