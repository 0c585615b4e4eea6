package io.signalbox.web.signin;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** The cookie that carries a session's token. Behind TLS its name binds it to this host; by plain HTTP, as on a laptop, browsers forbid that. */
record SessionCookie(boolean tls) {

    private String name() {
        return tls ? "__Host-signalbox" : "signalbox";
    }

    void set(RoutingContext context, String token, Duration life) {
        context.response().addCookie(cookie(token).setMaxAge(life.toSeconds()));
    }

    void clear(RoutingContext context) {
        context.response().addCookie(cookie("").setMaxAge(0));
    }

    Optional<String> read(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(name())).map(Cookie::getValue);
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(name(), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(tls)
                .setSameSite(CookieSameSite.LAX);
    }
}
