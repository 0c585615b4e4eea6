package io.signalbox.launch;

import io.signalbox.audit.Acting;
import io.signalbox.audit.Actor;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.ProviderBook;
import io.signalbox.config.Secret;
import io.signalbox.config.SignalboxConfig.ProviderConfig;
import io.signalbox.credential.CredentialId;
import io.signalbox.credential.CredentialStore;
import io.signalbox.credential.CredentialStore.SealedCredential;
import io.signalbox.credential.Origin;
import io.signalbox.credential.ProviderCredential;
import io.signalbox.credential.SecretBox;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.id.IdSource;
import io.signalbox.telemetry.LogKey;
import io.signalbox.tenant.Tenant;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers that the operator's configuration names become the platform's own credentials: trusted origins, sealed secrets. A provider that
 * has one keeps it, whatever the configuration says by now: then the log tells that they differ, and never in what.
 */
final class PlatformCredentials {

    private static final Logger LOGGER = LoggerFactory.getLogger(PlatformCredentials.class);
    private static final String PART = "start";
    /** Some self-hosted servers want no key; a header must hold something. */
    private static final Secret NO_KEY = new Secret("none");

    private final ProviderBook book;
    private final Database database;
    private final Deeds deeds;
    private final SecretBox box;
    private final IdSource ids;
    private final CredentialStore store = new CredentialStore();

    PlatformCredentials(ProviderBook book, Database database, Deeds deeds, SecretBox box, IdSource ids) {
        this.book = book;
        this.database = database;
        this.deeds = deeds;
        this.box = box;
        this.ids = ids;
    }

    /**
     * Makes a credential for every given provider that has none, and completes with the providers that have one; without any the sandbox serves
     * everything. Several nodes may do so at once.
     */
    Future<Set<String>> takeOver(Map<String, ProviderConfig> configured) {
        Acting acting = new Acting(Tenant.PLATFORM, Actor.ofSystem(PART), ids.next("req"));
        List<Given> given = book.all().stream()
                .flatMap(provider -> Optional.ofNullable(configured.get(provider.name()))
                        .filter(ProviderConfig::isGiven)
                        .map(config -> given(provider, config))
                        .stream())
                .toList();
        return database.inTransaction(Tenant.PLATFORM, tx -> store.list(Tenant.PLATFORM, tx))
                .compose(all -> {
                    Set<String> known =
                            all.stream().map(ProviderCredential::provider).collect(Collectors.toSet());
                    List<Future<?>> steps = new ArrayList<>();
                    for (Given each : given) {
                        steps.add(known.add(each.provider) ? insert(acting, each) : compare(each, all));
                    }
                    return Future.all(steps).map(known);
                });
    }

    private record Given(String provider, Origin origin, Secret secret) {}

    private static Given given(Provider provider, ProviderConfig config) {
        String url = config.baseUrl()
                .map(URI::toString)
                .or(provider::baseUrl)
                .orElseThrow(() -> new StartFailure("the provider " + provider.name() + " needs a base URL"));
        return new Given(provider.name(), Origin.parse(url), config.apiKey().orElse(NO_KEY));
    }

    private Future<?> insert(Acting acting, Given given) {
        ProviderCredential credential = new ProviderCredential(
                        new CredentialId(ids.next("cred")),
                        Tenant.PLATFORM,
                        given.provider,
                        given.provider + " of the platform",
                        given.origin,
                        true,
                        Optional.empty(),
                        0,
                        1,
                        acting.actor().id(),
                        deeds.now(),
                        deeds.now())
                .holding(given.secret, deeds.now());
        SealedCredential row = new SealedCredential(credential, Optional.of(box.seal(credential, given.secret)));
        return deeds.openly(acting, Topic.CREDENTIALS, credential.id().value(), tx -> insert(tx, row));
    }

    private Future<Deed<Boolean>> insert(SqlClient tx, SealedCredential row) {
        ProviderCredential credential = row.credential();
        return store.insertUnlessNamed(Tenant.PLATFORM, tx, row).map(isNew -> {
            if (!isNew) {
                return Deed.unchanged(false);
            }
            LOGGER.atInfo()
                    .addKeyValue(LogKey.PROVIDER, credential.provider())
                    .log("a provider of the configuration is now a credential of the platform");
            return Deed.created(
                    true,
                    new Deed.Target("credential", credential.id().value()),
                    new JsonObject()
                            .put("provider", credential.provider())
                            .put("name", credential.name())
                            .put("base_url", credential.origin().url()));
        });
    }

    /** Of several credentials of a provider, one that is the same as the given one is enough. */
    private Future<?> compare(Given given, List<ProviderCredential> all) {
        List<ProviderCredential> held = all.stream()
                .filter(each -> each.provider().equals(given.provider))
                .toList();
        return database.inTransaction(Tenant.PLATFORM, tx -> anySame(tx, given, held))
                .onSuccess(same -> {
                    if (!same) {
                        LOGGER.atWarn()
                                .addKeyValue(LogKey.PROVIDER, given.provider)
                                .log("the configuration's key or base URL is another than the platform's credential,"
                                        + " which stays in use: amend or delete the credential to take the new one");
                    }
                });
    }

    private Future<Boolean> anySame(SqlClient tx, Given given, List<ProviderCredential> held) {
        Future<Boolean> any = Future.succeededFuture(false);
        for (ProviderCredential each : held) {
            any = any.compose(same -> same
                    ? Future.succeededFuture(true)
                    : store.findSealed(Tenant.PLATFORM, tx, each.id())
                            .map(found ->
                                    found.filter(row -> isSame(row, given)).isPresent()));
        }
        return any;
    }

    private boolean isSame(SealedCredential row, Given given) {
        return row.credential().origin().equals(given.origin)
                && row.sealed()
                        .filter(shut ->
                                MessageDigest.isEqual(bytes(box.open(row.credential(), shut)), bytes(given.secret)))
                        .isPresent();
    }

    private static byte[] bytes(Secret secret) {
        return secret.value().getBytes(StandardCharsets.UTF_8);
    }
}
