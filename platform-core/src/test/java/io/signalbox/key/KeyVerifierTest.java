package io.signalbox.key;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.credential.MasterKey;
import io.signalbox.db.Change;
import io.signalbox.db.ChangeFeed;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.telemetry.Meters;
import io.signalbox.tenant.App;
import io.signalbox.tenant.AppStore;
import io.signalbox.tenant.Grants;
import io.signalbox.tenant.Permission;
import io.signalbox.testing.TestDatabase;
import io.signalbox.testing.TestTenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyVerifierTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyHasher HASHER = new KeyHasher(MasterKey.random(RANDOM));

    private static Vertx vertx;
    private static TestDatabase db;
    private static TestTenant tenant;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final VirtualKeyStore keys = new VirtualKeyStore();
    private final ChangeFeed changes = new ChangeFeed(vertx, db.options(), db.database());
    private final KeyUse use = new KeyUse(db.database());
    private final KeyVerifier verifier =
            new KeyVerifier(HASHER, db.database(), changes, use, now::get, Meters.unobserved());

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        db = TestDatabase.fresh(vertx);
        tenant = TestTenant.in(db.database());
    }

    @AfterAll
    static void close() throws Exception {
        db.close();
        vertx.close().await(10, SECONDS);
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.await(10, SECONDS);
    }

    private <T> T inTenant(Function<SqlClient, Future<T>> work) throws Exception {
        return done(db.database().inTransaction(tenant.id(), work));
    }

    private VirtualKey create(KeySecret secret, Optional<Instant> expiresAt) throws Exception {
        VirtualKey key = new VirtualKey(
                new KeyId("key_" + secret.hint()),
                tenant.id(),
                tenant.app(),
                "ci",
                secret.mode(),
                secret.masked(),
                Set.of("gpt-4o-mini"),
                tenant.owner().value(),
                START,
                expiresAt,
                Optional.empty(),
                Optional.empty());
        inTenant(tx -> keys.insert(tenant.id(), tx, key, StoredSecret.of(secret, HASHER, START)));
        return key;
    }

    private KeyVerdict verdict(KeySecret secret) throws Exception {
        return done(verifier.verify(secret.reveal()));
    }

    private void announce(String subject) {
        changes.announce(new Change(Topic.KEYS, tenant.id(), subject));
    }

    @Test
    void knowsTheCallerOfALiveKey() throws Exception {
        KeySecret secret = KeySecret.generate(KeyMode.LIVE, RANDOM);
        VirtualKey key = create(secret, Optional.empty());

        assertThat(verdict(secret))
                .isEqualTo(new KeyVerdict.Valid(new Caller(
                        tenant.id(),
                        tenant.app(),
                        key.id(),
                        KeyMode.LIVE,
                        "ci",
                        Set.of("gpt-4o-mini"),
                        Optional.of(tenant.owner()))));
        assertThat(verifier.verify(" " + secret.reveal() + "\n").succeeded())
                .as("a hit completes at once")
                .isTrue();
    }

    @Test
    void knowsNobodyByAnUnknownAMalformedOrAnAdminSecret() throws Exception {
        assertThat(verdict(KeySecret.generate(KeyMode.LIVE, RANDOM))).isInstanceOf(KeyVerdict.Unknown.class);
        assertThat(verdict(KeySecret.generate(KeyMode.ADMIN, RANDOM))).isInstanceOf(KeyVerdict.Unknown.class);
        assertThat(verifier.verify("sb_live_x' OR '1'='1").result()).isInstanceOf(KeyVerdict.Unknown.class);
    }

    /** Two secrets with the same public id: only the whole secret counts. */
    @Test
    void neverTakesThePublicIdForTheSecret() throws Exception {
        KeySecret secret = KeySecret.generate(KeyMode.LIVE, RANDOM);
        create(secret, Optional.empty());
        verdict(secret);
        String own = KeySecret.generate(KeyMode.LIVE, RANDOM).reveal();

        for (int length = secret.reveal().length() - 1; length > "sb_live_".length(); length--) {
            String mixed = secret.reveal().substring(0, length) + own.substring(length);
            assertThat(done(verifier.verify(mixed))).isInstanceOf(KeyVerdict.Unknown.class);
        }
    }

    @Test
    void refusesARevokedKeyAtOnce() throws Exception {
        KeySecret secret = KeySecret.generate(KeyMode.LIVE, RANDOM);
        VirtualKey key = create(secret, Optional.empty());
        verdict(secret);

        inTenant(tx -> keys.revoke(tenant.id(), tx, key.id(), START));
        announce(key.id().value());

        assertThat(verdict(secret)).isEqualTo(new KeyVerdict.Revoked(START));
    }

    @Test
    void refusesAKeyFromItsExpiryOn() throws Exception {
        KeySecret secret = KeySecret.generate(KeyMode.TEST, RANDOM);
        create(secret, Optional.of(START.plusSeconds(60)));
        assertThat(verdict(secret)).isInstanceOf(KeyVerdict.Valid.class);

        now.set(START.plusSeconds(60));

        assertThat(verdict(secret)).isEqualTo(new KeyVerdict.Expired(START.plusSeconds(60)));
    }

    @Test
    void takesBothSecretsDuringARotationsGraceAndTheNewOneAfterwards() throws Exception {
        // Given
        KeySecret first = KeySecret.generate(KeyMode.LIVE, RANDOM);
        KeySecret second = KeySecret.generate(KeyMode.LIVE, RANDOM);
        VirtualKey key = create(first, Optional.empty());
        verdict(first);

        // When
        rotate(key, second, Duration.ofHours(1));

        // Then
        assertThat(verdict(first)).isInstanceOf(KeyVerdict.Valid.class);
        assertThat(verdict(second)).isInstanceOf(KeyVerdict.Valid.class);
        assertThat(stored(key).masked()).isEqualTo(second.masked());
        now.set(START.plus(Duration.ofHours(1)));
        assertThat(verdict(first)).isInstanceOf(KeyVerdict.Expired.class);
        assertThat(verdict(second)).isInstanceOf(KeyVerdict.Valid.class);
    }

    @Test
    void keepsAtMostTwoSecretsAliveHoweverOftenAKeyIsRotated() throws Exception {
        KeySecret first = KeySecret.generate(KeyMode.LIVE, RANDOM);
        KeySecret second = KeySecret.generate(KeyMode.LIVE, RANDOM);
        KeySecret third = KeySecret.generate(KeyMode.LIVE, RANDOM);
        VirtualKey key = create(first, Optional.empty());
        rotate(key, second, Duration.ofHours(1));

        rotate(key, third, Duration.ofHours(1));

        assertThat(verdict(first)).isInstanceOf(KeyVerdict.Expired.class);
        assertThat(verdict(second)).isInstanceOf(KeyVerdict.Valid.class);
        assertThat(verdict(third)).isInstanceOf(KeyVerdict.Valid.class);
    }

    private void rotate(VirtualKey key, KeySecret next, Duration grace) throws Exception {
        inTenant(tx -> keys.findForUpdate(tenant.id(), tx, key.id())
                .compose(found -> keys.rotate(
                        tenant.id(),
                        tx,
                        key.id(),
                        StoredSecret.of(next, HASHER, now.get()),
                        now.get().plus(grace))));
        announce(key.id().value());
    }

    @Test
    void refusesTheKeysOfAnArchivedApp() throws Exception {
        KeySecret secret = KeySecret.generate(KeyMode.LIVE, RANDOM);
        create(secret, Optional.empty());
        verdict(secret);

        inTenant(tx -> new AppStore().update(tenant.id(), tx, app(Optional.of(START))));
        announce(tenant.app().value());

        assertThat(verdict(secret)).isEqualTo(new KeyVerdict.Revoked(START));
        inTenant(tx -> new AppStore().update(tenant.id(), tx, app(Optional.empty())));
    }

    private static App app(Optional<Instant> archivedAt) {
        return new App(tenant.app(), tenant.id(), "default", START, archivedAt);
    }

    @Test
    void writesTheLastUseOnceAMinute() throws Exception {
        // Given
        KeySecret secret = KeySecret.generate(KeyMode.LIVE, RANDOM);
        VirtualKey key = create(secret, Optional.empty());
        verdict(secret);
        now.set(START.plusSeconds(59));
        verdict(secret);

        // When
        done(use.flush());

        // Then
        assertThat(stored(key).lastUsedAt()).contains(START);
        now.set(START.plusSeconds(60));
        verdict(secret);
        done(use.flush());
        assertThat(stored(key).lastUsedAt()).contains(START.plusSeconds(60));
    }

    private VirtualKey stored(VirtualKey key) throws Exception {
        Optional<VirtualKey> found = inTenant(tx -> keys.find(tenant.id(), tx, key.id()));
        return found.orElseThrow();
    }

    @Test
    void tellsADeadDatabaseFromAnUnknownKey() throws Exception {
        TestDatabase gone = TestDatabase.fresh(vertx);
        KeyVerifier blind = new KeyVerifier(HASHER, gone.database(), changes, use, now::get, Meters.unobserved());
        gone.close();

        Future<KeyVerdict> asked =
                blind.verify(KeySecret.generate(KeyMode.LIVE, RANDOM).reveal());

        assertThat(asked.otherwiseEmpty().await(10, SECONDS)).isNull();
        assertThat(asked.cause())
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE));
    }

    @Test
    void knowsTheCallerOfAnAdminTokenUntilItIsRevoked() throws Exception {
        // Given
        AdminVerifier admins = new AdminVerifier(HASHER, db.database(), changes, now::get, Meters.unobserved());
        AdminTokenStore tokens = new AdminTokenStore();
        KeySecret secret = KeySecret.generate(KeyMode.ADMIN, RANDOM);
        AdminToken token = new AdminToken(
                new AdminTokenId("adm_1"),
                tenant.id(),
                "terraform",
                Grants.of(Permission.WRITE_KEYS),
                tenant.owner().value(),
                START,
                Optional.empty());
        inTenant(tx -> tokens.insert(tenant.id(), tx, token, StoredSecret.of(secret, HASHER, START)));
        assertThat(done(admins.verify(secret.reveal())))
                .contains(new AdminCaller(tenant.id(), token.id(), "terraform", token.grants()));

        // When
        inTenant(tx -> tokens.revoke(tenant.id(), tx, token.id(), START));
        announce(token.id().value());

        // Then
        assertThat(done(admins.verify(secret.reveal()))).isEmpty();
        assertThat(done(admins.verify(KeySecret.generate(KeyMode.LIVE, RANDOM).reveal())))
                .isEmpty();
    }
}
