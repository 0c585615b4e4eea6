package io.signalbox.web;

import io.signalbox.tenant.Permission;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.Guest;
import io.signalbox.web.page.PageHandler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Objects;
import java.util.function.Function;

/** One line of the route table: a page and who may have it. There is no way to make one without saying so. */
record WebRoute(HttpMethod method, String path, Access access) {

    WebRoute {
        Objects.requireNonNull(access, () -> "route " + method + " " + path + " declares no access");
    }

    /** Who may have the page, and the handler that so gets the visitor it needs. */
    sealed interface Access {

        /** Nobody needs to be signed in. */
        record Open(Function<Guest, Future<Answer>> handler) implements Access {}

        /** Whoever is signed in. */
        record SignedIn(PageHandler handler) implements Access {}

        /** Members whose role grants {@code permission}. */
        record Granted(Permission permission, PageHandler handler) implements Access {}

        default Future<Answer> fold(
                Function<Open, Future<Answer>> open,
                Function<SignedIn, Future<Answer>> signedIn,
                Function<Granted, Future<Answer>> granted) {
            if (this instanceof Open it) {
                return open.apply(it);
            }
            if (this instanceof SignedIn it) {
                return signedIn.apply(it);
            }
            return granted.apply((Granted) this);
        }
    }

    static WebRoute open(HttpMethod method, String path, Function<Guest, Future<Answer>> handler) {
        return new WebRoute(method, path, new Access.Open(handler));
    }

    static WebRoute signedIn(HttpMethod method, String path, PageHandler handler) {
        return new WebRoute(method, path, new Access.SignedIn(handler));
    }

    static WebRoute granted(Permission permission, HttpMethod method, String path, PageHandler handler) {
        return new WebRoute(method, path, new Access.Granted(permission, handler));
    }
}
