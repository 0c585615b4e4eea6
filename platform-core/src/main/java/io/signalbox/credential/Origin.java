package io.signalbox.credential;

import java.net.URI;

/** Where a provider listens. {@code basePath} has no trailing slash: {@code /v1}, or empty. */
public record Origin(boolean tls, String host, int port, String basePath) {

    /** Reads an absolute http(s) URL; fails with a sentence naming the value when it is none. */
    public static Origin parse(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("'" + url + "' is not a URL", malformed);
        }
        boolean tls = "https".equals(uri.getScheme());
        if (!tls && !"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("'" + url + "' must be http(s)://host[:port][/path] without user info");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        return new Origin(tls, uri.getHost(), port, uri.getRawPath().replaceAll("/+$", ""));
    }

    /** Scheme, host and port: what a credential is bound to. */
    public String authority() {
        return (tls ? "https://" : "http://") + host + ":" + port;
    }
}
