package io.signalbox.dialect.cohere;

import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.DialectContract;
import io.signalbox.dialect.ErrorCase;
import io.signalbox.dialect.RequestCase;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import io.signalbox.provider.Exposure;
import java.util.List;

/** Cohere as a target for callers of every wire. */
final class CohereDialectContractTest extends DialectContract {

    CohereDialectContractTest() {
        super(new CohereDialect(), "cohere");
    }

    @Override
    protected List<RequestCase> requests() {
        return CohereRequestCases.all();
    }

    @Override
    protected List<AnswerCase> answers() {
        return CohereAnswerCases.whole();
    }

    @Override
    protected List<StreamCase> streams() {
        return CohereAnswerCases.streamed();
    }

    @Override
    protected List<ErrorCase> errors() {
        return List.of(
                error(400, "invalid request: temperature must be at most 1")
                        .isCallers(FaultCode.INVALID_REQUEST)
                        .quotes("temperature must be at most 1"),
                error(400, "too many tokens: size limit exceeded by 11326 tokens. Try using shorter or fewer inputs.")
                        .isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(400, "too many tokens: max tokens must be less than or equal to 4096")
                        .isCallers(FaultCode.INVALID_REQUEST),
                error(422, "invalid type").isCallers(FaultCode.INVALID_REQUEST),
                error(401, "invalid api token").isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(402, "Please add or update your payment method")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(498, "invalid token").isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(404, "model 'command-x' not found").isRetriable(FaultCode.PROVIDER_ERROR),
                error(429, "You are using a Trial key, which is limited to 20 API calls / minute.")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED),
                error(499, "request cancelled").isRetriable(FaultCode.PROVIDER_ERROR),
                error(500, "internal server error").isRetriable(FaultCode.PROVIDER_ERROR),
                error(503, "unavailable").isRetriable(FaultCode.PROVIDER_ERROR),
                error(504, "late").isRetriable(FaultCode.PROVIDER_TIMEOUT).exposes(Exposure.UNKNOWN));
    }

    private static ErrorCase error(int status, String message) {
        return ErrorCase.of(status, "{\"id\":\"f7b6\",\"message\":\"" + message + "\"}");
    }
}
