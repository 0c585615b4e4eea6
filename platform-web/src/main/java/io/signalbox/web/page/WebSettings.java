package io.signalbox.web.page;

import java.net.URI;
import java.util.Optional;

/**
 * How this site is reached and what serves it. Without a {@code publicUrl}, the host that the visitor asked for is taken.
 * {@code sandboxOnly}: no provider is configured, and every page says so.
 */
public record WebSettings(Optional<URI> publicUrl, boolean sandboxOnly) {

    public WebSettings {
        publicUrl.ifPresent(url -> {
            if (url.getScheme() == null || url.getRawAuthority() == null) {
                throw new IllegalArgumentException("public URL '" + url + "' must be http(s)://host[:port]");
            }
        });
    }

    /** Whether browsers reach this site by TLS only, so that cookies may be bound to it. */
    public boolean tls() {
        return publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
    }

    /** Scheme and authority of this site as visitors write them, given the host that was asked for. */
    public String siteUrl(String askedHost) {
        return publicUrl
                .map(url -> url.getScheme() + "://" + url.getRawAuthority())
                .orElse("http://" + askedHost);
    }
}
