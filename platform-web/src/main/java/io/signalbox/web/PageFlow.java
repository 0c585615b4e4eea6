package io.signalbox.web;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.id.IdSource;
import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Telemetry;
import io.signalbox.web.page.Answer;
import io.signalbox.web.page.ErrorPages;
import io.signalbox.web.page.Guest;
import io.signalbox.web.page.PageHandler;
import io.signalbox.web.page.Pages;
import io.signalbox.web.page.Viewer;
import io.signalbox.web.page.Visit;
import io.signalbox.web.signin.Gatekeeper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way a page is answered: who is it, may they, was the form ours, then the handler; a failure becomes a page in words. */
final class PageFlow {

    private static final Logger LOGGER = LoggerFactory.getLogger(PageFlow.class);
    private static final String REQUEST_ID = "signalbox.page.request-id";
    private static final String VIEWER = "signalbox.page.viewer";
    private static final Answer SIGN_IN = new Answer.Redirect("/sign-in");

    private final Gatekeeper gatekeeper;
    private final Pages pages;
    private final IdSource ids;

    PageFlow(Gatekeeper gatekeeper, Pages pages, IdSource ids) {
        this.gatekeeper = gatekeeper;
        this.pages = pages;
        this.ids = ids;
    }

    void serve(RoutingContext context, WebRoute route) {
        Future<Answer> answer = route.access()
                .fold(
                        open -> open.handler().apply(new Guest(context, pages.siteUrl(context), requestId(context))),
                        signedIn -> known(context, viewer -> true, signedIn.handler()),
                        granted -> known(
                                context, viewer -> viewer.grants().allow(granted.permission()), granted.handler()));
        finish(context, answer);
    }

    /** Answers a request that no page took. */
    void refuseUnknown(RoutingContext context) {
        finish(context, Future.succeededFuture(ErrorPages.notFound(requestId(context))));
    }

    /** Answers a request whose handler threw, or whose body was refused before it. */
    void refuseFailed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure == null || context.statusCode() < 500) {
            finish(context, Future.succeededFuture(ErrorPages.of(context.statusCode(), requestId(context))));
            return;
        }
        finish(context, Future.failedFuture(failure));
    }

    private Future<Answer> known(RoutingContext context, Rule rule, PageHandler handler) {
        return gatekeeper.viewer(context).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(SIGN_IN);
            }
            Viewer viewer = found.get();
            context.put(VIEWER, viewer);
            if (!rule.admits(viewer)) {
                return Future.failedFuture(Fault.of(FaultCode.FORBIDDEN, "Your role does not allow this."));
            }
            if (HttpMethod.POST.equals(context.request().method())) {
                gatekeeper.requireOurForm(context, viewer);
            }
            return handler.answer(new Visit(context, viewer, pages.siteUrl(context), requestId(context)));
        });
    }

    /** Who may have a page. */
    @FunctionalInterface
    private interface Rule {
        boolean admits(Viewer viewer);
    }

    private void finish(RoutingContext context, Future<Answer> answer) {
        Future<Void> sent = answer.recover(failure -> Future.succeededFuture(failed(context, failure)))
                .compose(ready -> send(context, ready))
                .recover(failure -> sendLast(context, failure));
        Telemetry.unattended(sent, "send a page");
    }

    private Future<Void> send(RoutingContext context, Answer answer) {
        if (context.response().closed()) {
            return Future.succeededFuture();
        }
        context.response().putHeader("x-request-id", requestId(context));
        return pages.send(context, Optional.ofNullable(context.get(VIEWER)), answer);
    }

    /** A page that cannot be rendered must not leave the visitor waiting. */
    private Future<Void> sendLast(RoutingContext context, Throwable failure) {
        if (context.response().closed() || context.response().headWritten()) {
            return Future.failedFuture(failure);
        }
        return send(context, failed(context, failure));
    }

    private Answer failed(RoutingContext context, Throwable failure) {
        String requestId = requestId(context);
        if (failure instanceof Fault fault && fault.code() == FaultCode.NOT_FOUND) {
            return ErrorPages.notFound(requestId);
        }
        if (failure instanceof Fault fault && fault.code() != FaultCode.INTERNAL) {
            return ErrorPages.of(fault, requestId);
        }
        LOGGER.atError()
                .addKeyValue(LogKey.REQUEST, requestId)
                .addKeyValue(LogKey.ROUTE, String.valueOf(context.currentRoute()))
                .setCause(failure)
                .log("page failed");
        return ErrorPages.of(500, requestId);
    }

    private String requestId(RoutingContext context) {
        String given = context.get(REQUEST_ID);
        if (given != null) {
            return given;
        }
        String fresh = ids.next("web");
        context.put(REQUEST_ID, fresh);
        return fresh;
    }
}
