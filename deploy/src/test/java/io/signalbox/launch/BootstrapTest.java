package io.signalbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.credential.MasterKey;
import io.signalbox.id.IdSource;
import io.signalbox.key.KeyHasher;
import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation is set up once, whoever comes first, and known by its master key ever after. */
class BootstrapTest {

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = new IdSource(clock, random);
    private final MasterKey master = MasterKey.random(random);
    private final List<FirstRun> kept = new ArrayList<>();

    @TempDir
    private Path folder;

    private Vertx vertx;
    private TestDatabase db;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        db = TestDatabase.fresh(vertx);
    }

    @AfterEach
    void close() {
        db.close();
        vertx.close().await();
    }

    @Test
    void setsAnInstallationUpOnceWhenManyNodesStartAtOnce() {
        // When
        List<Future<Optional<FirstRun>>> starts = Stream.generate(
                        () -> bootstrap().run(secrets -> keep(secrets)))
                .limit(5)
                .toList();
        List<FirstRun> made = Future.all(starts)
                .map(all -> starts.stream()
                        .flatMap(start -> start.result().stream())
                        .toList())
                .await();

        // Then
        assertThat(made).hasSize(1).isEqualTo(kept);
        assertThat(bootstrap().run(this::keep).await()).isEmpty();
    }

    @Test
    void leavesNothingBehindWhenItsSecretsCannotBeKept() {
        // When
        assertThatThrownBy(() -> bootstrap()
                        .run(secrets -> Future.failedFuture(new IllegalStateException("disk full")))
                        .await())
                .hasMessageContaining("disk full");

        // Then
        assertThat(bootstrap().run(this::keep).await()).isPresent();
    }

    @Test
    void givesTwoNodesOnOneDatabaseTheSameMasterKey() throws Exception {
        // When
        MasterKey first = keys("one").find(Optional.empty());
        MasterKey second = keys("two").find(Optional.empty());

        // Then
        assertThat(second.base64().value()).isEqualTo(first.base64().value());
        assertThat(Files.readString(folder.resolve("one/master.key")).strip())
                .isEqualTo(first.base64().value());
    }

    @Test
    void refusesAMasterKeyThatIsNotTheInstallations() {
        // Given
        keys("one").find(Optional.empty());

        // Then
        assertThatThrownBy(() ->
                        keys("two").find(Optional.of(MasterKey.random(random).base64())))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("not the one this database was set up with");
    }

    @Test
    void asksForAMasterKeyThatItCannotDerive() {
        // Given
        keys("one").find(Optional.of(master.base64()));

        // Then
        assertThatThrownBy(() -> keys("two").find(Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("a master key that this node does not have");
        assertThat(keys("three").find(Optional.of(master.base64())).proves(master.canary()))
                .isTrue();
    }

    private Future<Void> keep(FirstRun secrets) {
        kept.add(secrets);
        return Future.succeededFuture();
    }

    private Bootstrap bootstrap() {
        return new Bootstrap(db.database(), new KeyHasher(master), ids, random, clock);
    }

    private MasterKeys keys(String node) {
        return new MasterKeys(
                DataFolder.open(folder.resolve(node)),
                new NodeDatabase(db.options(), Optional.empty()),
                db.database(),
                random,
                clock);
    }
}
