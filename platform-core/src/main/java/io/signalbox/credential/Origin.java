package io.signalbox.credential;

import java.net.URI;

/** Where a provider listens. {@code basePath} has no trailing slash: {@code /v1}, or empty. */
public record Origin(boolean tls, String host, int port, String basePath) {

    private static final int PORT_MAX = 65_535;

    /** Reads an absolute http(s) URL; fails with a sentence naming the value when it is none. */
    public static Origin parse(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("'" + url + "' is not a URL", malformed);
        }
        boolean tls = "https".equals(uri.getScheme());
        boolean isBare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!tls && !"http".equals(uri.getScheme()) || uri.getHost() == null || !isBare) {
            throw new IllegalArgumentException(
                    "'" + url + "' must be http(s)://host[:port][/path] without user info, query or fragment");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException("'" + url + "' has no port between 1 and " + PORT_MAX);
        }
        return new Origin(tls, uri.getHost(), port, uri.getRawPath().replaceAll("/+$", ""));
    }

    /** Scheme, host and port. */
    public String authority() {
        return (tls ? "https://" : "http://") + host + ":" + port;
    }

    /** The whole of it, as it is stored and as secrets are bound to it. */
    public String url() {
        return authority() + basePath;
    }
}
