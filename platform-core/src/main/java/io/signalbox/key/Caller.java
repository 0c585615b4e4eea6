package io.signalbox.key;

import io.signalbox.tenant.AppId;
import io.signalbox.tenant.TenantId;
import java.util.Set;

/**
 * The authenticated sender of one data-plane request. {@code allowedModels} holds catalog names and {@code smart-select}; empty means every
 * model of the tenant.
 */
public record Caller(TenantId tenant, AppId app, KeyId key, KeyMode mode, String keyName, Set<String> allowedModels) {

    public Caller {
        allowedModels = Set.copyOf(allowedModels);
    }

    public boolean mayUse(String model) {
        return allowedModels.isEmpty() || allowedModels.contains(model);
    }
}
