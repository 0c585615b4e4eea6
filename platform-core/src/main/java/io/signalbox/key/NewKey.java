package io.signalbox.key;

import io.signalbox.tenant.AppId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What somebody wants a key to be; {@code allowedModels} as in {@link Caller}. */
public record NewKey(AppId app, String name, KeyMode mode, Set<String> allowedModels, Optional<Instant> expiresAt) {}
