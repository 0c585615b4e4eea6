package io.signalbox.provider;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.MultiMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a provider's refusal means for us, once its dialect has read it into a {@link ProviderError}. The same for every protocol. */
public final class Refusal {

    private static final String RATE_LIMITED = "The provider's rate limit is reached.";
    private static final String OVERLOADED = "The provider is overloaded.";
    private static final String REFUSED_CREDENTIAL = "The provider refused the credential Signalbox holds for it.";

    /** Anthropic's, with status 529 or inside a stream. */
    private static final String OVERLOADED_TYPE = "overloaded_error";

    private Refusal() {}

    /** The failure a provider reports inside a stream or with status 200. */
    public static Fault inAnswer(ProviderError error) {
        if (error.is("rate_limit_exceeded")
                || error.is("rate_limit_error")
                || error.is("429")
                || error.is("RESOURCE_EXHAUSTED")) {
            return fault(FaultCode.PROVIDER_RATE_LIMITED, RATE_LIMITED, 200, error, null)
                    .build();
        }
        if (error.is(OVERLOADED_TYPE)) {
            return fault(FaultCode.PROVIDER_RATE_LIMITED, OVERLOADED, 200, error, null)
                    .build();
        }
        if (isOurAccount(error)) {
            return fault(FaultCode.PROVIDER_REFUSED_CREDENTIAL, REFUSED_CREDENTIAL, 200, error, null)
                    .build();
        }
        FaultCode code = callersCode(200, error);
        String message = code == FaultCode.PROVIDER_ERROR
                ? "The provider reported an error in its answer."
                : "The provider refused the request: " + error.message();
        return fault(code, message, 200, error, null).build();
    }

    /**
     * What an error status means. 408, 424 (a model behind the provider failed), 429, 499 (we did not hang up) and 5xx are worth another deployment;
     * so is a refused credential, which is ours and never the caller's. Only a 400, 413 or 422 quotes the provider's message, for there it speaks of the caller's own request.
     */
    public static ProviderReply.Failed of(int status, MultiMap headers, ProviderError error) {
        @Nullable String upstreamId = upstreamId(headers);
        if (status == 401 || status == 402 || status == 403 || isRefusedCredential(status, error)) {
            return refused(fault(FaultCode.PROVIDER_REFUSED_CREDENTIAL, REFUSED_CREDENTIAL, status, error, upstreamId));
        }
        boolean overloaded = error.is(OVERLOADED_TYPE);
        if (status == 429 || overloaded) {
            return refused(withRetryAfter(
                    fault(
                            FaultCode.PROVIDER_RATE_LIMITED,
                            overloaded ? OVERLOADED : RATE_LIMITED,
                            status,
                            error,
                            upstreamId),
                    headers));
        }
        if (status >= 400 && status < 500 && status != 408 && status != 424 && status != 499) {
            Fault fault = callersFault(status, error, upstreamId);
            return new ProviderReply.Failed(fault, false, Exposure.REFUSED);
        }
        boolean late = status == 408 || status == 504 || status == 524;
        Fault.Builder fault = fault(
                late ? FaultCode.PROVIDER_TIMEOUT : FaultCode.PROVIDER_ERROR,
                "The provider failed with status " + status + ".",
                status,
                error,
                upstreamId);
        if (status == 504 || status == 524) {
            // Some proxy before the model gave up; the model may well have gone on, and be billed.
            return new ProviderReply.Failed(fault.build(), true, Exposure.UNKNOWN);
        }
        return refused(withRetryAfter(fault, headers));
    }

    /** The provider knows no model, or no deployment, of the name Signalbox calls it by: ours to mend, and another deployment may know it. */
    public static ProviderReply.Failed ofUnknownModel(int status, MultiMap headers, ProviderError error) {
        return refused(fault(
                FaultCode.PROVIDER_ERROR,
                "The provider does not have the model under the name it is called by.",
                status,
                error,
                upstreamId(headers)));
    }

    private static boolean isRefusedCredential(int status, ProviderError error) {
        return status == 429 && error.is("insufficient_quota") || status == 400 && isOurAccount(error);
    }

    /** What providers say of a key, its credit or its owner with a status that would make it the caller's mistake. */
    private static boolean isOurAccount(ProviderError error) {
        return error.is("authentication_error")
                || error.is("permission_error")
                || error.is("billing_error")
                || error.mentions(
                        "api key not valid",
                        "invalid_api_key",
                        "invalid api key",
                        "api key expired",
                        "credit balance is too low",
                        "you have reached your specified",
                        "organization has been disabled");
    }

    private static Fault callersFault(int status, ProviderError error, @Nullable String upstreamId) {
        FaultCode code = callersCode(status, error);
        boolean quotes = !error.message().isEmpty() && (status == 400 || status == 413 || status == 422);
        Fault.Builder fault = fault(
                code,
                quotes
                        ? "The provider refused the request: " + error.message()
                        : "The provider refused the request with status " + status + ".",
                status,
                error,
                upstreamId);
        if (quotes && !error.param().isEmpty()) {
            fault.param(error.param());
        }
        return fault.build();
    }

    private static FaultCode callersCode(int status, ProviderError error) {
        if (error.mentions(
                "context_length_exceeded",
                "maximum context length",
                "context window",
                "exceed context limit",
                "prompt is too long",
                "exceeds the context length",
                "exceeds the maximum number of tokens")) {
            return FaultCode.CONTEXT_LENGTH_EXCEEDED;
        }
        // OpenAI's reasoning models say invalid_prompt of one that was flagged.
        if (error.is("content_filter")
                || error.is("invalid_prompt")
                || error.mentions(
                        "content_policy_violation", "responsibleaipolicyviolation", "content filtering policy")) {
            return FaultCode.CONTENT_FILTER;
        }
        return switch (status) {
            case 400, 422 ->
                error.is("unsupported_parameter") || error.is("unsupported_value")
                        ? FaultCode.UNSUPPORTED_PARAMETER
                        : FaultCode.INVALID_REQUEST;
            case 413 -> FaultCode.REQUEST_TOO_LARGE;
            default -> FaultCode.PROVIDER_ERROR;
        };
    }

    private static ProviderReply.Failed refused(Fault.Builder fault) {
        return new ProviderReply.Failed(fault.build(), true, Exposure.REFUSED);
    }

    private static Fault.Builder withRetryAfter(Fault.Builder fault, MultiMap headers) {
        RetryAfter.read(headers).ifPresent(fault::retryAfter);
        return fault;
    }

    /** The detail names status, code, type and the provider's request id, never its text. */
    private static Fault.Builder fault(
            FaultCode code, String message, int status, ProviderError error, @Nullable String upstreamId) {
        String detail = "status=" + status + " code=" + error.code() + " type=" + error.type() + " upstream_request="
                + Optional.ofNullable(upstreamId)
                        .map(id -> id.replaceAll("[^A-Za-z0-9_-]", ""))
                        .map(id -> id.substring(0, Math.min(id.length(), 64)))
                        .orElse("");
        return Fault.with(code, message).detail(detail);
    }

    private static @Nullable String upstreamId(MultiMap headers) {
        for (String name : new String[] {"x-request-id", "request-id", "x-amzn-requestid", "apim-request-id"}) {
            @Nullable String id = headers.get(name);
            if (id != null) {
                return id;
            }
        }
        return null;
    }
}
