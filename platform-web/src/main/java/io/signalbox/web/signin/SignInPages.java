package io.signalbox.web.signin;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.Session;
import io.signalbox.tenant.SignInToken;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Guest;
import io.signalbox.web.page.Section;
import io.signalbox.web.page.Visit;
import io.signalbox.web.signin.SessionTokens.Claims;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Signing in and out. A one-time link opens a page with a button and the button uses the link up: chat and mail programs that fetch links for a
 * preview must not.
 */
public final class SignInPages {

    private static final String NO_LINK =
            "This link does not work: it was used already, is older than 30 minutes, or is not whole. Ask for a new one.";

    private final Sessions sessions;
    private final SessionTokens tokens;
    private final SessionCookie cookie;
    private final SignInThrottle throttle;

    SignInPages(Sessions sessions, SessionTokens tokens, SessionCookie cookie, SignInThrottle throttle) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.cookie = cookie;
        this.throttle = throttle;
    }

    /** The view of {@code signin/how}. */
    public record HowView(String title, String notice, String command) {}

    /** The view of {@code signin/confirm}. */
    public record ConfirmView(String action) {}

    /** How to get a link. */
    public Future<Answer> how(Guest guest) {
        String notice = guest.context().queryParams().contains("signed-out") ? "You are signed out." : "";
        return Future.succeededFuture(how(guest, 200, "Sign in", notice));
    }

    /** The link itself: one button. */
    public Future<Answer> confirm(Guest guest) {
        String token = URLEncoder.encode(guest.context().pathParam("token"), StandardCharsets.UTF_8);
        return Future.succeededFuture(
                Answer.page("Sign in", Section.NONE, "signin/confirm", new ConfirmView("/sign-in/" + token)));
    }

    /** Uses the link up; a good one answers with the cookie and the overview. */
    public Future<Answer> redeem(Guest guest) {
        if (!FormOrigin.isOurs(guest.context().request())
                && !FormOrigin.isUntold(guest.context().request())) {
            throw Fault.of(FaultCode.FORBIDDEN, "Open the sign-in link itself and use the button on its page.");
        }
        String address = guest.context().request().remoteAddress().hostAddress();
        if (!throttle.admits(address)) {
            throw Fault.with(FaultCode.RATE_LIMIT_EXCEEDED, "Too many attempts to sign in. Wait a minute.")
                    .retryAfter(Duration.ofMinutes(1))
                    .build();
        }
        return sessions.open(SignInToken.of(guest.context().pathParam("token")), guest.requestId())
                .map(session -> {
                    if (session.isEmpty()) {
                        throttle.countFailure(address);
                    }
                    return opened(guest, session);
                });
    }

    private Answer opened(Guest guest, Optional<Session> session) {
        if (session.isEmpty()) {
            return how(guest, 403, "This link does not work", NO_LINK);
        }
        Claims claims = new Claims(session.get().tenant(), session.get().id());
        cookie.set(guest.context(), tokens.issue(claims, session.get().expiresAt()), Sessions.LIFE);
        return new Answer.Redirect("/");
    }

    /** Ends the session here and on every node. */
    public Future<Answer> signOut(Visit visit) {
        return sessions.close(visit).map(ended -> {
            cookie.clear(visit.context());
            return new Answer.Redirect("/sign-in?signed-out");
        });
    }

    private Answer how(Guest guest, int status, String title, String notice) {
        String command = "curl -X POST " + guest.siteUrl()
                + "/api/v1/sign-in-links \\\n  -H \"Authorization: Bearer $SIGNALBOX_ADMIN_TOKEN\"";
        return new Answer.Page(status, title, Section.NONE, "signin/how", new HowView(title, notice, command));
    }
}
