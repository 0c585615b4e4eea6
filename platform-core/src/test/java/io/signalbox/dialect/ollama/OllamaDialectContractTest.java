package io.signalbox.dialect.ollama;

import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.DialectContract;
import io.signalbox.dialect.ErrorCase;
import io.signalbox.dialect.RequestCase;
import io.signalbox.dialect.StreamCase;
import io.signalbox.fault.FaultCode;
import java.util.List;
import java.util.Map;

/** Ollama as a target for callers of other wires. */
final class OllamaDialectContractTest extends DialectContract {

    OllamaDialectContractTest() {
        super(new OllamaDialect(), "ollama");
    }

    @Override
    protected List<RequestCase> requests() {
        return OllamaRequestCases.all();
    }

    @Override
    protected List<AnswerCase> answers() {
        return OllamaAnswerCases.whole();
    }

    @Override
    protected List<StreamCase> streams() {
        return OllamaAnswerCases.streamed();
    }

    @Override
    protected List<ErrorCase> errors() {
        return List.of(
                error(400, "registry.ollama.ai/library/gemma2:2b does not support tools")
                        .isCallers(FaultCode.INVALID_REQUEST)
                        .quotes("gemma2:2b does not support tools"),
                error(400, "the input length exceeds the context length").isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                error(401, "unauthorized").isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                error(404, "model 'llama9' not found")
                        .isRetriable(FaultCode.PROVIDER_ERROR)
                        .quotes("must be pulled there first: model 'llama9' not found."),
                ErrorCase.of(404, "404 page not found").isCallers(FaultCode.PROVIDER_ERROR),
                error(429, "too many requests").isRetriable(FaultCode.PROVIDER_RATE_LIMITED),
                error(500, "model requires more system memory (5.6 GiB) than is available (3.1 GiB)")
                        .isRetriable(FaultCode.PROVIDER_ERROR),
                error(503, "server busy, please try again. maximum pending requests exceeded")
                        .isRetriable(FaultCode.PROVIDER_ERROR));
    }

    @Override
    protected Map<Aspect, String> lacks() {
        return Map.of(Aspect.TOOL_CHOICE, "Ollama's models call tools or not as they like.");
    }

    private static ErrorCase error(int status, String message) {
        return ErrorCase.of(status, "{\"error\":\"" + message + "\"}");
    }
}
