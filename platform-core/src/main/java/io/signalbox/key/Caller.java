package io.signalbox.key;

import io.signalbox.tenant.AppId;
import io.signalbox.tenant.MemberId;
import io.signalbox.tenant.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * The authenticated sender of one data-plane request. {@code allowedModels} holds catalog names and {@code smart-select}; empty means every
 * model of the tenant. {@code member} made the key; empty when a program did.
 */
public record Caller(
        TenantId tenant,
        AppId app,
        KeyId key,
        KeyMode mode,
        String keyName,
        Set<String> allowedModels,
        Optional<MemberId> member) {

    public Caller {
        allowedModels = Set.copyOf(allowedModels);
    }

    /** With a key that no member made. */
    public Caller(TenantId tenant, AppId app, KeyId key, KeyMode mode, String keyName, Set<String> allowedModels) {
        this(tenant, app, key, mode, keyName, allowedModels, Optional.empty());
    }

    public boolean mayUse(String model) {
        return allowedModels.isEmpty() || allowedModels.contains(model);
    }
}
