package io.signalbox.web.page;

import io.vertx.core.http.HttpServerResponse;

/** What every answer to a browser carries. */
public final class SecurityHeaders {

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'");

    private SecurityHeaders() {}

    /**
     * Sets the headers of SEC-B. The referrer stays within this site rather than being withheld altogether: under {@code no-referrer} browsers
     * send {@code Origin: null} with our own forms, and over plain HTTP that is all the cross-site check has to go by.
     */
    public static void put(HttpServerResponse response) {
        response.putHeader("content-security-policy", CONTENT_SECURITY_POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "same-origin")
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin")
                .putHeader("x-frame-options", "DENY")
                .putHeader("permissions-policy", "camera=(), geolocation=(), microphone=()");
    }

    /** As {@link #put}, and tells browsers to come back by TLS only. */
    public static void putStrict(HttpServerResponse response) {
        put(response);
        response.putHeader("strict-transport-security", "max-age=31536000");
    }
}
