package io.signalbox.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.audit.AuditStore;
import io.signalbox.audit.Deeds;
import io.signalbox.catalog.ProviderBook;
import io.signalbox.config.Secret;
import io.signalbox.config.SignalboxConfig.ProviderConfig;
import io.signalbox.credential.CredentialStore;
import io.signalbox.credential.MasterKey;
import io.signalbox.credential.ProviderCredential;
import io.signalbox.credential.SecretBox;
import io.signalbox.db.ChangeFeed;
import io.signalbox.id.IdSource;
import io.signalbox.key.KeyHasher;
import io.signalbox.tenant.Tenant;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider in the configuration can be used from that start on; what the platform holds already is never overwritten. */
class PlatformCredentialsTest {

    private static final ProviderConfig OPENAI = config("sk-operator-0123456789", "http://127.0.0.1:9/v1");

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = new IdSource(clock, random);
    private final MasterKey master = MasterKey.random(random);

    private Vertx vertx;
    private TestDatabase db;
    private ChangeFeed changes;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        db = TestDatabase.fresh(vertx);
        changes = new ChangeFeed(vertx, db.options(), db.database());
        changes.start().await();
        new Bootstrap(db.database(), new KeyHasher(master), ids, random, clock)
                .run(secrets -> Future.succeededFuture())
                .await();
    }

    @AfterEach
    void close() {
        changes.close().await();
        db.close();
        vertx.close().await();
    }

    @Test
    void takesAGivenProviderOverAsATrustedCredentialAndAuditsIt() {
        // When
        Set<String> providers = takeOver(Map.of("openai", OPENAI));

        // Then
        assertThat(providers).containsExactly("openai");
        assertThat(held()).singleElement().satisfies(credential -> {
            assertThat(credential.provider()).isEqualTo("openai");
            assertThat(credential.trusted()).isTrue();
            assertThat(credential.origin().authority()).isEqualTo("http://127.0.0.1:9");
            assertThat(credential.lastFour()).contains("6789");
        });
        assertThat(db.database()
                        .inTransaction(Tenant.PLATFORM, tx -> new AuditStore().findBreak(Tenant.PLATFORM, tx))
                        .await())
                .isEmpty();
    }

    @Test
    void aProviderThatIsAddedLaterIsTakenOverToo() {
        // Given
        takeOver(Map.of("openai", OPENAI));

        // When
        Set<String> providers = takeOver(Map.of("openai", OPENAI, "mistral", config("m-key"), "vllm", config()));

        // Then
        assertThat(providers).containsExactlyInAnyOrder("openai", "mistral");
        assertThat(held())
                .filteredOn(each -> each.provider().equals("mistral"))
                .singleElement()
                .satisfies(each -> assertThat(each.origin().host()).isEqualTo("api.mistral.ai"));
    }

    @Test
    void anotherKeyDoesNotReplaceTheOneInUse() {
        // Given
        takeOver(Map.of("openai", OPENAI));
        List<ProviderCredential> before = held();

        // When
        takeOver(Map.of("openai", config("sk-another-9876543210", "http://127.0.0.1:9/v1")));

        // Then
        assertThat(held()).isEqualTo(before);
    }

    @Test
    void nodesThatStartAtOnceMakeOneCredential() {
        // When
        Future.all(Stream.generate(() -> credentials().takeOver(Map.of("openai", OPENAI)))
                        .limit(5)
                        .toList())
                .await();

        // Then
        assertThat(held()).hasSize(1);
    }

    private Set<String> takeOver(Map<String, ProviderConfig> configured) {
        return credentials().takeOver(configured).await();
    }

    private PlatformCredentials credentials() {
        return new PlatformCredentials(
                ProviderBook.shipped(),
                db.database(),
                new Deeds(db.database(), changes, ids, clock),
                new SecretBox(master, random),
                ids);
    }

    private List<ProviderCredential> held() {
        return db.database()
                .inTransaction(Tenant.PLATFORM, tx -> new CredentialStore().list(Tenant.PLATFORM, tx))
                .await();
    }

    private static ProviderConfig config(String... keyAndUrl) {
        return new ProviderConfig(
                Stream.of(keyAndUrl).findFirst().map(Secret::new),
                Stream.of(keyAndUrl).skip(1).findFirst().map(URI::create));
    }
}
