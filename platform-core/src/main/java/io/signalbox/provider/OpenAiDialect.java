package io.signalbox.provider;

import io.signalbox.chat.ChatReply;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OpenAI's wire protocol as its many speakers use it: the head of a request and the meaning of what comes back. Pure. */
public final class OpenAiDialect {

    private static final String USER_AGENT = userAgent();
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");
    private static final CharSequence AGENT = HttpHeaders.createOptimized(USER_AGENT);
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-client-request-id");

    private OpenAiDialect() {}

    /** The name under which a provider wants an output limit that the client did not give: OpenAI's reasoning models know only the new one. */
    public static String limitName(String provider) {
        return "openai".equals(provider) ? "max_completion_tokens" : "max_tokens";
    }

    /** Where and with which headers a call goes; nothing of the client's request but the body and our request id. */
    static RequestOptions head(ProviderCall call) {
        var origin = call.deployment().origin();
        MultiMap headers = HttpHeaders.headers()
                .set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(HttpHeaders.ACCEPT, call.stream() ? EVENT_STREAM : JSON)
                .set(HttpHeaders.ACCEPT_ENCODING, IDENTITY)
                .set(HttpHeaders.USER_AGENT, AGENT)
                .set(REQUEST_ID, call.requestId());
        call.secret().ifPresent(secret -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + secret.value()));
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(origin.host())
                .setPort(origin.port())
                .setSsl(origin.tls())
                .setURI(origin.basePath() + "/chat/completions")
                .setFollowRedirects(false)
                .setHeaders(headers);
    }

    /** Reads a whole answer; an error that comes with status 200 is a failure as any other. */
    static ProviderReply readWhole(Buffer body) {
        try {
            return new ProviderReply.Whole(ChatReply.read(body));
        } catch (Fault malformed) {
            ProviderError error = ProviderError.read(body);
            return error.equals(ProviderError.NONE)
                    ? new ProviderReply.Failed(malformed, true, Exposure.UNKNOWN)
                    : new ProviderReply.Failed(inAnswer(error), true, Exposure.UNKNOWN);
        }
    }

    /** The failure a provider reports inside a stream or with status 200. */
    static Fault readStreamError(byte[] data) {
        return inAnswer(ProviderError.read(Buffer.buffer(data)));
    }

    private static Fault inAnswer(ProviderError error) {
        if (error.is("rate_limit_exceeded") || error.is("rate_limit_error") || error.is("429")) {
            return fault(FaultCode.PROVIDER_RATE_LIMITED, "The provider's rate limit is reached.", 200, error, null)
                    .build();
        }
        return fault(FaultCode.PROVIDER_ERROR, "The provider reported an error in its answer.", 200, error, null)
                .build();
    }

    /**
     * What an error status means. 408, 429 and 5xx are worth another deployment; so is a refused credential, which is ours and never the
     * caller's. Only a 400, 413 or 422 quotes the provider's message, for there it speaks of the caller's own request.
     */
    static ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        ProviderError error = ProviderError.read(body);
        @Nullable String upstreamId = headers.get("x-request-id");
        if (status == 401 || status == 402 || status == 403 || isRefusedCredential(status, error)) {
            return refused(fault(
                    FaultCode.PROVIDER_REFUSED_CREDENTIAL,
                    "The provider refused the credential Signalbox holds for it.",
                    status,
                    error,
                    upstreamId));
        }
        if (status == 429) {
            return refused(withRetryAfter(
                    fault(
                            FaultCode.PROVIDER_RATE_LIMITED,
                            "The provider's rate limit is reached.",
                            status,
                            error,
                            upstreamId),
                    headers));
        }
        if (status >= 400 && status < 500 && status != 408) {
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

    private static boolean isRefusedCredential(int status, ProviderError error) {
        return status == 429 && error.is("insufficient_quota")
                || status == 400 && error.mentions("api key not valid", "invalid_api_key", "invalid api key");
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
                "context_length_exceeded", "maximum context length", "context window", "prompt is too long")) {
            return FaultCode.CONTEXT_LENGTH_EXCEEDED;
        }
        if (error.is("content_filter") || error.mentions("content_policy_violation", "responsibleaipolicyviolation")) {
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

    private static String userAgent() {
        @Nullable String version = OpenAiDialect.class.getPackage().getImplementationVersion();
        return version == null ? "signalbox" : "signalbox/" + version;
    }
}
