package io.signalbox.tenant;

import java.time.Instant;
import java.util.Optional;

/** A person in a tenant. A disabled member can no longer sign in, and its sessions end. */
public record Member(
        MemberId id,
        TenantId tenant,
        String email,
        String name,
        Role role,
        Instant createdAt,
        Optional<Instant> disabledAt) {}
