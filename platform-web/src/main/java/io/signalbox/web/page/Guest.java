package io.signalbox.web.page;

import io.vertx.ext.web.RoutingContext;

/** One request for a page by nobody in particular. {@code siteUrl} is where the visitor reaches this site, without a trailing slash. */
public record Guest(RoutingContext context, String siteUrl, String requestId) {}
