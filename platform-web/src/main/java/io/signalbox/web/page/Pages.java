package io.signalbox.web.page;

import io.signalbox.tenant.Grants;
import io.signalbox.web.page.PageFrame.AssetPaths;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Sends answers: renders on a worker thread, because an event loop that also streams completions must not wait for a page, then writes with
 * the headers every page has. Pages hold money and names, so nobody may store them.
 */
public final class Pages {

    private final Vertx vertx;
    private final WebSettings settings;
    private final PageRenderer renderer = new PageRenderer();
    private final AssetPaths assetPaths;

    public Pages(Vertx vertx, WebSettings settings, Assets assets) {
        this.vertx = vertx;
        this.settings = settings;
        this.assetPaths = new AssetPaths(assets.path("app.css"), assets.path("copy.js"), assets.path("icon.svg"));
    }

    /** Where the visitor reaches this site. */
    public String siteUrl(RoutingContext context) {
        return settings.siteUrl(String.valueOf(context.request().authority()));
    }

    /** Fails when rendering or writing does. */
    public Future<Void> send(RoutingContext context, Optional<Viewer> viewer, Answer answer) {
        return answer.fold(
                page -> sendPage(context, viewer, page),
                redirect -> sendRedirect(context, redirect),
                download -> sendFile(context, download));
    }

    private Future<Void> sendPage(RoutingContext context, Optional<Viewer> viewer, Answer.Page page) {
        PageFrame frame = frame(viewer, page);
        return vertx.executeBlocking(() -> renderer.render(page.template(), frame, page.view()), false)
                .compose(html -> {
                    headers(context);
                    context.response()
                            .setStatusCode(page.status())
                            .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
                    return context.end(html);
                });
    }

    private Future<Void> sendRedirect(RoutingContext context, Answer.Redirect redirect) {
        headers(context);
        context.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, redirect.location());
        return context.end();
    }

    private Future<Void> sendFile(RoutingContext context, Answer.Download download) {
        headers(context);
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, download.contentType())
                .putHeader("content-disposition", "attachment; filename=\"" + download.fileName() + "\"");
        return context.end(download.body());
    }

    private void headers(RoutingContext context) {
        if (settings.tls()) {
            SecurityHeaders.putStrict(context.response());
        } else {
            SecurityHeaders.put(context.response());
        }
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private PageFrame frame(Optional<Viewer> viewer, Answer.Page page) {
        Grants grants = viewer.map(Viewer::grants).orElse(Grants.of());
        return new PageFrame(
                page.title(),
                viewer.isPresent() ? Section.links(grants, page.section()) : List.of(),
                viewer.map(Viewer::tenantName).orElse(""),
                viewer.map(Viewer::memberName).orElse(""),
                viewer.map(Viewer::form).orElse(""),
                settings.sandboxOnly() && viewer.isPresent(),
                assetPaths);
    }
}
