package io.signalbox.tenant;

import java.time.Instant;
import java.util.Optional;

/** A division of a tenant: its keys, policies and budgets hang together. An archived app keeps its history and gets no new keys. */
public record App(AppId id, TenantId tenant, String name, Instant createdAt, Optional<Instant> archivedAt) {

    public static final int NAME_LENGTH_MAX = 100;
}
