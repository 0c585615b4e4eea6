package io.signalbox.dialect.azure;

import static io.signalbox.dialect.Said.choice;
import static io.signalbox.dialect.Said.part;

import io.signalbox.chat.StopReason;
import io.signalbox.dialect.AnswerCase;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.Aspect;
import io.signalbox.dialect.DialectContract;
import io.signalbox.dialect.ErrorCase;
import io.signalbox.dialect.RequestCase;
import io.signalbox.dialect.StreamCase;
import io.signalbox.dialect.openai.OpenAiAnswerCases;
import io.signalbox.dialect.openai.OpenAiDialect;
import io.signalbox.dialect.openai.OpenAiRequestCases;
import io.signalbox.fault.FaultCode;
import io.signalbox.money.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Azure OpenAI as a target for callers of other wires: what OpenAI's dialect does, at other paths and with errors of its own. */
final class AzureDialectContractTest extends DialectContract {

    /** These are about OpenAI's own header, and about hints older versions of Azure's API refuse. */
    private static final Set<String> OPENAI_ONLY = Set.of("a question", "hints");

    AzureDialectContractTest() {
        super(new AzureDialect(new OpenAiDialect()), "azure");
    }

    @Override
    protected List<RequestCase> requests() {
        List<RequestCase> all = new ArrayList<>(OpenAiRequestCases.all());
        all.removeIf(each -> OPENAI_ONLY.contains(each.name()));
        all.add(RequestCase.of("a deployment", Aspect.TEXT)
                .asks(Asked.PLAIN.model("my gpt/4").at("https://res.openai.azure.com"))
                .path("/openai/deployments/my%20gpt%2F4/chat/completions?api-version=2025-04-01-preview")
                .header("api-key", "secret-key")
                .header("authorization", null)
                .writes("/messages", "[{\"role\":\"user\",\"content\":\"Hi\"}]"));
        all.add(RequestCase.of("a deployment below a path of its own")
                .asks(Asked.PLAIN.at("https://gateway.example.com/ai/openai"))
                .path("/ai/openai/deployments/upstream-model/chat/completions?api-version=2025-04-01-preview"));
        all.add(RequestCase.of("the newer API")
                .asks(Asked.PLAIN.at("https://res.openai.azure.com/openai/v1"))
                .path("/openai/v1/chat/completions")
                .header("api-key", "secret-key")
                .writes("/model", "\"upstream-model\""));
        return all;
    }

    @Override
    protected List<AnswerCase> answers() {
        List<AnswerCase> all = new ArrayList<>(OpenAiAnswerCases.whole());
        all.add(AnswerCase.of("an answer with the filter's findings", Aspect.USAGE)
                .given("""
                        {"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"finish_reason":"stop","index":0,
                          "logprobs":null,"message":{"annotations":[],"content":"4","refusal":null,"role":"assistant"}}],
                         "created":1741570283,"id":"chatcmpl-B9MBs","model":"o4-mini-2025-04-16","object":"chat.completion",
                         "prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"jailbreak":{"filtered":false,"detected":false}}}],
                         "system_fingerprint":null,
                         "usage":{"completion_tokens":75,"completion_tokens_details":{"accepted_prediction_tokens":0,"audio_tokens":0,
                          "reasoning_tokens":64,"rejected_prediction_tokens":0},"prompt_tokens":1200,
                          "prompt_tokens_details":{"audio_tokens":0,"cached_tokens":1024},"total_tokens":1275}}""")
                .says(choice(StopReason.STOP, part("4")))
                .uses(new TokenUsage(176, 1024, 0, 0, 11, 64, 0, 0, 0)));
        return all;
    }

    @Override
    protected List<StreamCase> streams() {
        return OpenAiAnswerCases.streamed();
    }

    @Override
    protected List<ErrorCase> errors() {
        return List.of(
                ErrorCase.of(400, """
                        {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
                         "type":null,"param":"prompt","code":"content_filter","status":400,
                         "innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"jailbreak":{"filtered":true,"detected":true}}}}}""").isCallers(FaultCode.CONTENT_FILTER).quotes("content management policy"),
                ErrorCase.of(400, """
                        {"error":{"message":"Filtered.","code":"400","innererror":{"code":"ResponsibleAIPolicyViolation"}}}""").isCallers(FaultCode.CONTENT_FILTER),
                ErrorCase.of(404, """
                        {"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""")
                        .isRetriable(FaultCode.PROVIDER_ERROR)
                        .quotes("does not have the model")
                        .details("code=DeploymentNotFound"),
                ErrorCase.of(404, "{\"error\":{\"code\":\"404\",\"message\":\"Resource not found\"}}")
                        .isRetriable(FaultCode.PROVIDER_ERROR),
                ErrorCase.of(400, """
                        {"error":{"code":"OperationNotSupported","message":"The chatCompletion operation does not work with the specified model."}}""").isRetriable(FaultCode.PROVIDER_ERROR),
                ErrorCase.of(401, "{\"statusCode\":401,\"message\":\"Unauthorized. Access token is missing.\"}")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                ErrorCase.of(403, "{\"error\":{\"code\":\"AccessDenied\",\"message\":\"Virtual network rules.\"}}")
                        .isRetriable(FaultCode.PROVIDER_REFUSED_CREDENTIAL),
                ErrorCase.of(
                                429,
                                "{\"error\":{\"code\":\"429\",\"message\":\"Requests have exceeded the call rate limit.\"}}")
                        .header("retry-after", "7")
                        .header("retry-after-ms", "6500")
                        .header("apim-request-id", "apim-1")
                        .isRetriable(FaultCode.PROVIDER_RATE_LIMITED)
                        .waits(Duration.ofMillis(6_500))
                        .details("upstream_request=apim-1"),
                ErrorCase.of(400, """
                        {"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error",
                         "param":"messages","code":"context_length_exceeded"}}""").isCallers(FaultCode.CONTEXT_LENGTH_EXCEEDED),
                ErrorCase.of(400, "{\"error\":{\"message\":\"Invalid value.\",\"code\":null,\"param\":\"n\"}}")
                        .isCallers(FaultCode.INVALID_REQUEST),
                ErrorCase.of(500, "{\"error\":{\"code\":\"InternalServerError\",\"message\":\"oops\"}}")
                        .isRetriable(FaultCode.PROVIDER_ERROR));
    }
}
