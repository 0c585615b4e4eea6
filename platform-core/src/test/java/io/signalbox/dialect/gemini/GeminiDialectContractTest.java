package io.signalbox.dialect.gemini;

import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.DialectContract;
import io.signalbox.dialect.ErrorCase;
import io.signalbox.dialect.RequestCase;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import java.time.Duration;
import java.util.List;

/** Gemini as a target for callers of other wires. */
final class GeminiDialectContractTest extends DialectContract {

    GeminiDialectContractTest() {
        super(new GeminiDialect(), "gemini");
    }

    @Override
    protected List<RequestCase> requests() {
        return GeminiRequestCases.all();
    }

    @Override
    protected List<AnswerCase> answers() {
        return GeminiAnswerCases.whole();
    }

    @Override
    protected List<StreamCase> streams() {
        return GeminiAnswerCases.streamed();
    }

    @Override
    protected List<ErrorCase> errors() {
        return List.of(
                error(400, "INVALID_ARGUMENT", "Invalid value at 'generation_config.top_k'", "")
                        .isCallers(FaultCode.INVALID_REQUEST)
                        .quotes("Invalid value at 'generation_config.top_k'")
                        .details("type=INVALID_ARGUMENT"),
                error(
                                400,
                                "INVALID_ARGUMENT",
                                "The input token count (1300000) exceeds the maximum number of tokens allowed (1048576).",
                                "")
                        .isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", """
                        {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com",\
                        "metadata":{"service":"generativelanguage.googleapis.com"}}""")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key.", "")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(400, "FAILED_PRECONDITION", "User location is not supported for the API use.", "")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.", "")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(404, "NOT_FOUND", "models/x is not found for API version v1beta.", "")
                        .isCallers(FaultCode.PROVIDER_ERROR),
                error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.", """
                        {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaValue":"250"}]},\
                        {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"26.512345678s"}""")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED)
                        .waits(Duration.ofMillis(26_512)),
                error(429, "RESOURCE_EXHAUSTED", "Slow down.", "{\"retryDelay\":\"9s\"}")
                        .header("retry-after", "3")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED)
                        .waits(Duration.ofSeconds(3)),
                ErrorCase.of(429, "[{\"error\":{\"code\":429,\"details\":[{\"retryDelay\":\"4s\"}]}}]")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED)
                        .waits(Duration.ofSeconds(4)),
                error(500, "INTERNAL", "An internal error has occurred.", "").isRetriable(FaultCode.PROVIDER_ERROR),
                error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.", "")
                        .isRetriable(FaultCode.PROVIDER_ERROR));
    }

    private static ErrorCase error(int status, String name, String message, String details) {
        return ErrorCase.of(
                status,
                "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"" + name
                        + "\",\"details\":[" + details + "]}}");
    }
}
