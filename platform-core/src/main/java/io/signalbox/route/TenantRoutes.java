package io.signalbox.route;

import io.signalbox.catalog.Catalog;

/** What the planner needs of a tenant for one kind of key, as one immutable snapshot. */
public record TenantRoutes(Catalog catalog, RoutingPolicy policy) {}
