package io.signalbox.api.manage;

import io.signalbox.catalog.ModelBook;
import io.signalbox.credential.Egress;
import io.signalbox.credential.MasterKey;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.key.AdminVerifier;
import io.signalbox.route.RouteWatch;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What the admin API is put together from; all of it may be shared between event loops. */
public record ManageParts(
        Database database,
        ChangeFeed changes,
        MasterKey masterKey,
        AdminVerifier verifier,
        RouteWatch routes,
        ModelBook book,
        Egress egress,
        IdSource ids,
        SecureRandom random,
        InstantSource clock) {}
