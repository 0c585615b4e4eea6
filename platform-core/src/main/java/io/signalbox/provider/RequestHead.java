package io.signalbox.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/** Where and with which headers an attempt goes: what its dialect wrote and what every attempt has; nothing of the client's own head. */
final class RequestHead {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence IDENTITY = HttpHeaders.createOptimized("identity");
    private static final CharSequence AGENT = HttpHeaders.createOptimized(userAgent());
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-client-request-id");

    private RequestHead() {}

    static RequestOptions of(ProviderCall call, Outbound outbound) {
        var origin = call.deployment().origin();
        MultiMap headers = outbound.headers();
        putIfMissing(headers, HttpHeaders.CONTENT_TYPE, JSON);
        putIfMissing(headers, HttpHeaders.ACCEPT, call.stream() ? EVENT_STREAM : JSON);
        headers.set(HttpHeaders.ACCEPT_ENCODING, IDENTITY)
                .set(HttpHeaders.USER_AGENT, AGENT)
                .set(REQUEST_ID, call.requestId());
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(origin.host())
                .setPort(origin.port())
                .setSsl(origin.tls())
                .setURI(origin.basePath() + outbound.path())
                .setFollowRedirects(false)
                .setHeaders(headers);
    }

    private static void putIfMissing(MultiMap headers, CharSequence name, CharSequence value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }

    private static String userAgent() {
        @Nullable String version = RequestHead.class.getPackage().getImplementationVersion();
        return version == null ? "signalbox" : "signalbox/" + version;
    }
}
