package io.signalbox.key;

import io.signalbox.tenant.Grants;
import io.signalbox.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/** A program's leave to administer its tenant, without its secret. Useless on the data plane, as virtual keys are here. */
public record AdminToken(
        AdminTokenId id,
        TenantId tenant,
        String name,
        Grants grants,
        String createdBy,
        Instant createdAt,
        Optional<Instant> expiresAt) {}
