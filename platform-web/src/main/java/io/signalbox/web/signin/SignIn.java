package io.signalbox.web.signin;

import com.github.benmanes.caffeine.cache.Ticker;
import io.signalbox.audit.Deeds;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.web.page.WebSettings;
import io.vertx.core.Vertx;

/** The parts of signing in, put together once for a process. */
public record SignIn(Gatekeeper gatekeeper, SignInPages pages, Runnable forgetSessions) {

    /** Two keys of 32 bytes or more, for nothing else. */
    public record Keys(byte[] sessions, byte[] forms) {}

    /** Where sessions are kept, and how their begin and end are audited. */
    public record Place(Database database, Deeds deeds, IdSource ids) {}

    public static SignIn of(Vertx vertx, WebSettings settings, Keys keys, Place place) {
        SessionTokens tokens = new SessionTokens(vertx, keys.sessions(), place.deeds()::now);
        FormTokens forms = new FormTokens(keys.forms());
        SessionCookie cookie = new SessionCookie(settings.tls());
        Sessions sessions = new Sessions(place, forms);
        return new SignIn(
                new Gatekeeper(tokens, cookie, sessions, forms),
                new SignInPages(sessions, tokens, cookie, new SignInThrottle(Ticker.systemTicker())),
                sessions::forgetAll);
    }
}
