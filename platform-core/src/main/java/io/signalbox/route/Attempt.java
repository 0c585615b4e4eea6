package io.signalbox.route;

import io.signalbox.catalog.Deployment;

/** One planned try at one deployment, and why it stands where it stands. */
public record Attempt(Deployment deployment, RouteReason reason, String why) {}
