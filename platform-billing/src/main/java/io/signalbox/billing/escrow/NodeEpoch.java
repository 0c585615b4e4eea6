package io.signalbox.billing.escrow;

/** One life of a node: leases carry it, and only the newest epoch of a node may hold money. */
public record NodeEpoch(String node, long epoch) {}
