package io.signalbox.api.manage;

import io.signalbox.catalog.ProviderBook;
import io.signalbox.credential.Egress;
import io.signalbox.credential.MasterKey;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.key.AdminVerifier;
import io.signalbox.route.RouteWatch;
import io.signalbox.webhook.Outbound;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the admin API is put together from; all of it may be shared between event loops. Without a {@code publicUrl}, links lead to the host that the
 * caller asked for.
 */
public record ManageParts(
        Database database,
        ChangeFeed changes,
        MasterKey masterKey,
        AdminVerifier verifier,
        RouteWatch routes,
        ProviderBook providers,
        Egress egress,
        Outbound outbound,
        Optional<URI> publicUrl,
        IdSource ids,
        SecureRandom random,
        InstantSource clock) {}
