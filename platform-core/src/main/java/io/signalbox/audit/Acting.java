package io.signalbox.audit;

import io.signalbox.tenant.TenantId;

/** In whose tenant, by whom and in which request something is done. */
public record Acting(TenantId tenant, Actor actor, String requestId) {}
