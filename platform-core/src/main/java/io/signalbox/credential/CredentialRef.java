package io.signalbox.credential;

import io.signalbox.tenant.TenantId;

/** Whose credential an attempt is sent with: the tenant's own, or the platform's. Never the secret. */
public record CredentialRef(TenantId owner, CredentialId id) {}
