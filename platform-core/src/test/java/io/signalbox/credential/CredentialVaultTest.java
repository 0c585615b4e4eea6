package io.signalbox.credential;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.config.Secret;
import io.signalbox.credential.CredentialStore.SealedCredential;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.testing.TestDatabase;
import io.signalbox.testing.TestTenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CredentialVaultTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Secret SECRET = new Secret("sk-proj-planted-canary-0123456789");
    private static final SecureRandom RANDOM = new SecureRandom();

    private static Vertx vertx;
    private static TestDatabase db;

    private final AtomicLong nanos = new AtomicLong();
    private final SecretBox box = new SecretBox(MasterKey.random(RANDOM), RANDOM);
    private final CredentialStore credentials = new CredentialStore();
    private final ChangeFeed changes = new ChangeFeed(vertx, db.options(), db.database());
    private final CredentialVault vault = new CredentialVault(db.database(), changes, box, nanos::get);
    private final TestTenant tenant = TestTenant.in(db.database());
    private final ProviderCredential bare = new ProviderCredential(
            new CredentialId("cred_1"),
            tenant.id(),
            "openai",
            "main",
            Origin.parse("https://api.openai.com/v1"),
            false,
            Optional.empty(),
            0,
            1,
            tenant.owner().value(),
            NOW,
            NOW);

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        db = TestDatabase.fresh(vertx);
    }

    @AfterAll
    static void close() throws Exception {
        db.close();
        vertx.close().await(10, SECONDS);
    }

    private <T> T inTenant(TestTenant who, Function<SqlClient, Future<T>> work) throws Exception {
        return db.database().inTransaction(who.id(), work).await(10, SECONDS);
    }

    private ProviderCredential stored(Secret secret) throws Exception {
        ProviderCredential held = bare.holding(secret, NOW);
        inTenant(tenant, tx -> credentials.insert(tenant.id(), tx, sealed(held, secret)));
        return held;
    }

    private SealedCredential sealed(ProviderCredential credential, Secret secret) {
        return new SealedCredential(credential, Optional.of(box.seal(credential, secret)));
    }

    private FaultCode refusal(TestTenant who, CredentialId id) throws Exception {
        Future<Secret> asked = vault.secret(who.id(), id);
        asked.otherwiseEmpty().await(10, SECONDS);
        return ((Fault) asked.cause()).code();
    }

    @Test
    void opensASecretOnceAndKeepsItOpen() throws Exception {
        ProviderCredential held = stored(SECRET);

        assertThat(vault.secret(tenant.id(), held.id()).await(10, SECONDS)).isEqualTo(SECRET);
        assertThat(vault.secret(tenant.id(), held.id()).succeeded())
                .as("a hit completes at once")
                .isTrue();
    }

    @Test
    void readsBackWhatWasStoredWithoutItsSecret() throws Exception {
        ProviderCredential held = stored(SECRET);

        List<ProviderCredential> listed = inTenant(tenant, tx -> credentials.list(tenant.id(), tx));

        assertThat(listed).containsExactly(held);
        assertThat(listed.toString()).contains("6789").doesNotContain("canary");
    }

    @Test
    void forgetsAnOpenSecretWhenItIsReplaced() throws Exception {
        ProviderCredential held = stored(SECRET);
        vault.secret(tenant.id(), held.id()).await(10, SECONDS);
        Secret next = new Secret("sk-proj-the-next-one-987654321");

        inTenant(tenant, tx -> credentials.update(tenant.id(), tx, sealed(held.holding(next, NOW), next)));
        changes.announce(new Change(Topic.CREDENTIALS, tenant.id(), held.id().value()));

        assertThat(vault.secret(tenant.id(), held.id()).await(10, SECONDS)).isEqualTo(next);
    }

    @Test
    void forgetsAnOpenSecretAfterFiveMinutes() throws Exception {
        ProviderCredential held = stored(SECRET);
        vault.secret(tenant.id(), held.id()).await(10, SECONDS);

        nanos.addAndGet(CredentialVault.OPEN_MAX.toNanos());

        Future<Secret> again = vault.secret(tenant.id(), held.id());
        assertThat(again.isComplete()).isFalse();
        assertThat(again.await(10, SECONDS)).isEqualTo(SECRET);
    }

    @Test
    void dropsTheStoredSecretWhenTheOriginChanges() throws Exception {
        ProviderCredential held = stored(SECRET);
        ProviderCredential moved = held.movedTo(Origin.parse("https://elsewhere.example"), NOW);

        inTenant(tenant, tx -> credentials.update(tenant.id(), tx, new SealedCredential(moved, Optional.empty())));

        assertThat(refusal(tenant, held.id())).isEqualTo(FaultCode.NO_HEALTHY_PROVIDER);
        Optional<SealedCredential> left = inTenant(tenant, tx -> credentials.findSealed(tenant.id(), tx, held.id()));
        assertThat(left.orElseThrow().sealed()).isEmpty();
    }

    @Test
    void keepsTheSecretThroughARename() throws Exception {
        ProviderCredential held = stored(SECRET);

        inTenant(
                tenant,
                tx -> credentials.update(
                        tenant.id(), tx, new SealedCredential(held.renamed("other", NOW), Optional.empty())));

        assertThat(vault.secret(tenant.id(), held.id()).await(10, SECONDS)).isEqualTo(SECRET);
    }

    /** The database's owner can copy rows about; the copy stays shut. */
    @Test
    void staysShutWhenARowIsCopiedToAnotherTenantOrPointedElsewhere() throws Exception {
        // Given
        ProviderCredential held = stored(SECRET);
        TestTenant thief = TestTenant.in(db.database());
        db.database()
                .acrossTenants(tx -> tx.query("INSERT INTO provider_credential SELECT '" + thief.id()
                                + "', id, provider, name, origin, trusted, last_four, kek_version, wrapped_dek, ciphertext, secret_version,"
                                + " version, created_by, created_at, updated_at FROM provider_credential WHERE tenant_id = '"
                                + tenant.id() + "'")
                        .execute()
                        .compose(copied -> tx.query(
                                        "UPDATE provider_credential SET origin = 'https://evil.example' WHERE tenant_id = '"
                                                + tenant.id() + "'")
                                .execute()))
                .await(10, SECONDS);

        // When, Then
        assertThat(refusal(thief, held.id())).isEqualTo(FaultCode.INTERNAL);
        assertThat(refusal(tenant, held.id())).isEqualTo(FaultCode.INTERNAL);
    }

    @Test
    void findsNoOtherTenantsCredential() throws Exception {
        ProviderCredential held = stored(SECRET);

        assertThat(refusal(TestTenant.in(db.database()), held.id())).isEqualTo(FaultCode.NO_HEALTHY_PROVIDER);
    }
}
