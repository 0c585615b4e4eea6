package io.signalbox.catalog;

/** The way to any model of an open provider, also to those no book knows. */
@FunctionalInterface
interface Opening {

    /** The deployment of what the provider calls {@code upstreamModel}: without a price, and for what it is asked. */
    Deployment deployment(String upstreamModel, Operation operation);
}
