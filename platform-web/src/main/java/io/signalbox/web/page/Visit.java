package io.signalbox.web.page;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Actor;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** One signed-in request for a page. {@code siteUrl} is where the visitor reaches this site, without a trailing slash. */
public record Visit(RoutingContext context, Viewer viewer, String siteUrl, String requestId) {

    /** Who the audit trail names for what this visit changes. */
    public Acting acting() {
        return new Acting(viewer.tenant(), Actor.of(viewer.member()), requestId);
    }

    /** A query parameter, trimmed; empty when it is absent or blank. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParams().get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** A field of the posted form, trimmed; the empty string when it is absent. */
    public String field(String name) {
        String value = context.request().getFormAttribute(name);
        return value == null ? "" : value.strip();
    }

    public String pathParam(String name) {
        return context.pathParam(name);
    }
}
