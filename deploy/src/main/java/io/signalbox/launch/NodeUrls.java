package io.signalbox.launch;

import io.signalbox.config.SignalboxConfig.HttpConfig;

/** Where programs and people reach this node. None of them ends in a slash. */
record NodeUrls(String root) {

    /** The public URL if one is configured, else the listener's own. */
    static NodeUrls of(HttpConfig http, int actualPort) {
        return new NodeUrls(http.publicUrl()
                .map(url -> url.toString().replaceAll("/+$", ""))
                .orElseGet(() -> "http://" + reachable(http.host()) + ":" + actualPort));
    }

    String base() {
        return root + "/v1";
    }

    String dashboard() {
        return root + "/";
    }

    String signIn(String token) {
        return root + "/sign-in/" + token;
    }

    private static String reachable(String host) {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
