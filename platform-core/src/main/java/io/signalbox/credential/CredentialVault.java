package io.signalbox.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.signalbox.config.Secret;
import io.signalbox.credential.CredentialStore.SealedCredential;
import io.signalbox.credential.SecretBox.Sealed;
import io.signalbox.db.CallerContext;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens provider secrets for use. An open secret is kept in this node's memory for at most five minutes, and dropped at once when a change
 * notice names its credential. Safe on any thread.
 */
public final class CredentialVault {

    static final Duration OPEN_MAX = Duration.ofMinutes(5);
    private static final int SECRETS_MAX = 10_000;

    private final Database database;
    private final SecretBox box;
    private final CredentialStore credentials = new CredentialStore();
    private final Cache<CredentialRef, Future<Secret>> open;

    public CredentialVault(Database database, ChangeFeed changes, SecretBox box) {
        this(database, changes, box, Ticker.systemTicker());
    }

    CredentialVault(Database database, ChangeFeed changes, SecretBox box, Ticker ticker) {
        this.database = database;
        this.box = box;
        this.open = Caffeine.newBuilder()
                .maximumSize(SECRETS_MAX)
                .expireAfterWrite(OPEN_MAX)
                .ticker(ticker)
                .scheduler(Scheduler.systemScheduler())
                .build();
        changes.subscribe(this::onChange);
    }

    private void onChange(Change change) {
        if (change.isEverything()) {
            open.invalidateAll();
        } else if (change.touches(Topic.CREDENTIALS)) {
            open.asMap()
                    .keySet()
                    .removeIf(key -> key.owner().equals(change.tenant())
                            && (change.subject().isEmpty() || key.id().value().equals(change.subject())));
        }
    }

    /**
     * The secret of {@code owner}'s credential; completes at once when it is open already, else on the caller's context. Fails with
     * {@code NO_HEALTHY_PROVIDER} when the credential is gone or has no secret.
     */
    public Future<Secret> secret(TenantId owner, CredentialId id) {
        CredentialRef key = new CredentialRef(owner, id);
        Future<Secret> known = open.getIfPresent(key);
        return CallerContext.of(known == null ? begin(key) : known);
    }

    private Future<Secret> begin(CredentialRef key) {
        Promise<Secret> opening = Promise.promise();
        Future<Secret> raced = open.asMap().putIfAbsent(key, opening.future());
        if (raced != null) {
            return raced;
        }
        database.inTransaction(key.owner(), tx -> credentials.findSealed(key.owner(), tx, key.id()))
                .map(found -> opened(key, found))
                .onComplete((secret, failure) -> {
                    if (failure != null) {
                        open.asMap().remove(key, opening.future());
                    }
                    opening.complete(secret, failure);
                });
        return opening.future();
    }

    private Secret opened(CredentialRef key, Optional<SealedCredential> found) {
        SealedCredential row = found.orElseThrow(() -> unusable(key, "is gone"));
        Sealed sealed = row.sealed().orElseThrow(() -> unusable(key, "has no secret"));
        return box.open(row.credential(), sealed);
    }

    private static Fault unusable(CredentialRef key, String why) {
        return Fault.with(FaultCode.NO_HEALTHY_PROVIDER, "The provider credential for this model cannot be used.")
                .detail("credential " + key.id() + " " + why)
                .build();
    }
}
