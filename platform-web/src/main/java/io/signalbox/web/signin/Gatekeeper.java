package io.signalbox.web.signin;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.web.page.Viewer;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Tells who is there, from cookie and session row, and whether a form came from one of our own pages. */
public final class Gatekeeper {

    private final SessionTokens tokens;
    private final SessionCookie cookie;
    private final Sessions sessions;
    private final FormTokens forms;

    Gatekeeper(SessionTokens tokens, SessionCookie cookie, Sessions sessions, FormTokens forms) {
        this.tokens = tokens;
        this.cookie = cookie;
        this.sessions = sessions;
        this.forms = forms;
    }

    /** Empty when nobody is signed in, whatever the reason. Fails only when the rows cannot be read. */
    public Future<Optional<Viewer>> viewer(RoutingContext context) {
        Optional<String> presented = cookie.read(context);
        if (presented.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return tokens.read(presented.get())
                .compose(claims -> claims.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : sessions.viewer(claims.get().tenant(), claims.get().sessionId()));
    }

    /** Throws {@code FORBIDDEN} unless the posted form was sent by a page of this site that this session was shown. */
    public void requireOurForm(RoutingContext context, Viewer viewer) {
        String token = context.request().getFormAttribute(FormTokens.FIELD);
        if (!FormOrigin.isOurs(context.request()) || token == null || !forms.matches(viewer.sessionId(), token)) {
            throw Fault.of(
                    FaultCode.FORBIDDEN,
                    "This form was not sent from one of our pages, so nothing was changed. Open the page again and repeat.");
        }
    }
}
