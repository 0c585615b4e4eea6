package io.signalbox.fault;

import java.util.Locale;

/**
 * Every way a request can fail. The status is what the data plane and the admin API answer with; the OpenAI {@code type} is the data
 * plane's. At most 40; the wire name is API.
 */
public enum FaultCode {
    INVALID_JSON(Blame.CALLER, 400, "invalid_request_error", "invalid_json"),
    INVALID_REQUEST(Blame.CALLER, 400, "invalid_request_error", "invalid_request"),
    UNSUPPORTED_PARAMETER(Blame.CALLER, 400, "invalid_request_error", "unsupported_parameter"),
    CONTEXT_LENGTH_EXCEEDED(Blame.CALLER, 400, "invalid_request_error", "context_length_exceeded"),
    CONTENT_FILTER(Blame.CALLER, 400, "invalid_request_error", "content_filter"),
    INVALID_API_KEY(Blame.CALLER, 401, "authentication_error", "invalid_api_key"),
    KEY_EXPIRED(Blame.CALLER, 401, "authentication_error", "key_expired"),
    KEY_REVOKED(Blame.CALLER, 401, "authentication_error", "key_revoked"),
    BUDGET_EXCEEDED(Blame.CALLER, 402, "insufficient_quota", "budget_exceeded"),
    FORBIDDEN(Blame.CALLER, 403, "permission_error", "forbidden"),
    MODEL_NOT_ALLOWED(Blame.CALLER, 403, "permission_error", "model_not_allowed"),
    MODEL_NOT_FOUND(Blame.CALLER, 404, "invalid_request_error", "model_not_found"),
    NOT_FOUND(Blame.CALLER, 404, "invalid_request_error", "not_found"),
    UNKNOWN_URL(Blame.CALLER, 404, "invalid_request_error", "unknown_url"),
    METHOD_NOT_ALLOWED(Blame.CALLER, 405, "invalid_request_error", "method_not_allowed"),
    REQUEST_TIMEOUT(Blame.CALLER, 408, "invalid_request_error", "request_timeout"),
    CONFLICT(Blame.CALLER, 409, "conflict_error", "conflict"),
    VERSION_CONFLICT(Blame.CALLER, 412, "conflict_error", "version_conflict"),
    REQUEST_TOO_LARGE(Blame.CALLER, 413, "invalid_request_error", "request_too_large"),
    UNSUPPORTED_MEDIA_TYPE(Blame.CALLER, 415, "invalid_request_error", "unsupported_media_type"),
    UNPRICEABLE(Blame.CONFIG, 422, "invalid_request_error", "unpriceable"),
    NO_CAPABLE_MODEL(Blame.CALLER, 422, "invalid_request_error", "no_capable_model"),
    IF_MATCH_REQUIRED(Blame.CALLER, 428, "invalid_request_error", "if_match_required"),
    RATE_LIMIT_EXCEEDED(Blame.CALLER, 429, "rate_limit_error", "rate_limit_exceeded"),
    BUDGET_IN_FLIGHT(Blame.CAPACITY, 429, "rate_limit_error", "budget_in_flight"),
    CLIENT_GONE(Blame.CALLER, 499, "invalid_request_error", "client_gone"),
    INTERNAL(Blame.PLATFORM, 500, "server_error", "internal_error"),
    PROVIDER_ERROR(Blame.PROVIDER, 502, "upstream_error", "provider_error"),
    PROVIDER_MALFORMED(Blame.PROVIDER, 502, "upstream_error", "provider_malformed"),
    PROVIDER_REFUSED_CREDENTIAL(Blame.CONFIG, 502, "upstream_error", "provider_refused_credential"),
    PROVIDER_RATE_LIMITED(Blame.PROVIDER, 503, "upstream_error", "provider_rate_limited"),
    PROVIDER_UNREACHABLE(Blame.PROVIDER, 502, "upstream_error", "provider_unreachable"),
    PROVIDER_TIMEOUT(Blame.PROVIDER, 504, "timeout_error", "provider_timeout"),
    STREAM_CUT(Blame.PROVIDER, 502, "upstream_error", "stream_cut"),
    NO_HEALTHY_PROVIDER(Blame.CONFIG, 503, "server_error", "no_healthy_provider"),
    UNAVAILABLE(Blame.PLATFORM, 503, "server_error", "unavailable"),
    OVERLOADED(Blame.CAPACITY, 503, "server_error", "overloaded");

    private final Blame blame;
    private final int status;
    private final String type;
    private final String wireName;

    FaultCode(Blame blame, int status, String type, String wireName) {
        this.blame = blame;
        this.status = status;
        this.type = type;
        this.wireName = wireName;
    }

    public Blame blame() {
        return blame;
    }

    public int status() {
        return status;
    }

    /** OpenAI's error {@code type}. */
    public String type() {
        return type;
    }

    /** The stable {@code code} in every error body. */
    public String wireName() {
        return wireName;
    }

    /** A short human title: {@code budget exceeded}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
