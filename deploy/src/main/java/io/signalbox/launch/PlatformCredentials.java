package io.signalbox.launch;

import io.signalbox.config.Secret;
import io.signalbox.config.SignalboxConfig.ProviderConfig;
import io.signalbox.config.SignalboxConfig.ProvidersConfig;
import io.signalbox.credential.CredentialId;
import io.signalbox.credential.CredentialStore;
import io.signalbox.credential.CredentialStore.SealedCredential;
import io.signalbox.credential.Origin;
import io.signalbox.credential.ProviderCredential;
import io.signalbox.credential.SecretBox;
import io.signalbox.db.Database;
import io.signalbox.id.IdSource;
import io.signalbox.tenant.Tenant;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The providers that the operator's configuration names become the platform's own credentials at the first start: trusted origins, sealed secrets. */
final class PlatformCredentials {

    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    /** Some self-hosted servers want no key; a header must hold something. */
    private static final Secret NO_KEY = new Secret("none");

    private final SecretBox box;
    private final IdSource ids;
    private final BootstrapTrail trail;
    private final CredentialStore store = new CredentialStore();

    PlatformCredentials(SecretBox box, IdSource ids, InstantSource clock) {
        this.box = box;
        this.ids = ids;
        this.trail = new BootstrapTrail(ids, clock);
    }

    /** The providers the platform has a credential for; without any the sandbox serves everything. */
    Future<Set<String>> providers(Database database) {
        return database.inTransaction(Tenant.PLATFORM, tx -> store.list(Tenant.PLATFORM, tx))
                .map(all -> all.stream().map(ProviderCredential::provider).collect(Collectors.toSet()));
    }

    /** Inserts one credential for every provider that is given. */
    Future<Void> insert(SqlClient tx, ProvidersConfig providers, Instant now) {
        return providers.openai().isGiven()
                ? insert(tx, "openai", providers.openai(), OPENAI, now)
                : Future.succeededFuture();
    }

    private Future<Void> insert(SqlClient tx, String provider, ProviderConfig config, URI publicUrl, Instant now) {
        Origin origin = Origin.parse(config.baseUrl().orElse(publicUrl).toString());
        Secret secret = config.apiKey().orElse(NO_KEY);
        ProviderCredential credential = new ProviderCredential(
                        new CredentialId(ids.next("cred")),
                        Tenant.PLATFORM,
                        provider,
                        provider + " of the platform",
                        origin,
                        true,
                        Optional.empty(),
                        0,
                        1,
                        "system",
                        now,
                        now)
                .holding(secret, now);
        return store.insert(
                        Tenant.PLATFORM,
                        tx,
                        new SealedCredential(credential, Optional.of(box.seal(credential, secret))))
                .compose(inserted -> trail.created(
                        tx, Tenant.PLATFORM, "credential", credential.id().value(), credential.name()));
    }
}
