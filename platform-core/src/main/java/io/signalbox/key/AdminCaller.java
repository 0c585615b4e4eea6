package io.signalbox.key;

import io.signalbox.tenant.Grants;
import io.signalbox.tenant.TenantId;

/** The authenticated sender of one admin request: the tenant comes from the token, never from what is sent. */
public record AdminCaller(TenantId tenant, AdminTokenId token, String name, Grants grants) {}
