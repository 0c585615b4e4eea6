package io.signalbox.web.signin;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Optional;

/**
 * Tells whether a form came from a page of this site. Browsers say so themselves in {@code Sec-Fetch-Site}; those that reached us by plain HTTP
 * do not, and then {@code Origin} must name the host they asked for.
 */
final class FormOrigin {

    private FormOrigin() {}

    static boolean isOurs(HttpServerRequest request) {
        String site = request.getHeader("sec-fetch-site");
        if (site != null) {
            return "same-origin".equals(site) || "none".equals(site);
        }
        String origin = request.getHeader("origin");
        HostAndPort host = request.authority();
        return origin != null
                && host != null
                && authority(origin).filter(host(host, origin)::equals).isPresent();
    }

    /** Neither header: not a browser of this decade, so nothing that carries somebody's cookies by surprise. */
    static boolean isUntold(HttpServerRequest request) {
        return request.getHeader("sec-fetch-site") == null && request.getHeader("origin") == null;
    }

    private static Optional<String> authority(String origin) {
        try {
            URI uri = URI.create(origin);
            if (uri.getHost() == null) {
                return Optional.empty();
            }
            return Optional.of(uri.getHost() + ":" + (uri.getPort() >= 0 ? uri.getPort() : defaultPort(origin)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static String host(HostAndPort asked, String origin) {
        return asked.host() + ":" + (asked.port() >= 0 ? asked.port() : defaultPort(origin));
    }

    private static int defaultPort(String origin) {
        return origin.startsWith("https:") ? 443 : 80;
    }
}
