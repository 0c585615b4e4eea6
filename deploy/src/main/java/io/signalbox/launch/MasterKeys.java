package io.signalbox.launch;

import io.signalbox.config.Secret;
import io.signalbox.credential.MasterKey;
import io.signalbox.db.Database;
import io.signalbox.launch.InstallationStore.Installation;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds the installation's master key: the configured one, else the data folder's, else one derived from the database's password, so that a
 * second node on the same database comes to the same key. A canary in the database proves it; with a wrong key nothing starts.
 */
final class MasterKeys {

    private static final int SALT_BYTES = 32;

    private final DataFolder folder;
    private final NodeDatabase server;
    private final Database database;
    private final SecureRandom random;
    private final InstantSource clock;
    private final InstallationStore store = new InstallationStore();

    MasterKeys(DataFolder folder, NodeDatabase server, Database database, SecureRandom random, InstantSource clock) {
        this.folder = folder;
        this.server = server;
        this.database = database;
        this.random = random;
        this.clock = clock;
    }

    /** Blocks; main thread only. */
    MasterKey find(Optional<Secret> configured) {
        Optional<MasterKey> given = configured.map(MasterKey::ofBase64).or(this::fromFile);
        Optional<Installation> known = await(database.acrossTenants(store::find));
        MasterKey key = known.map(installation -> given.orElseGet(() -> derive(installation.salt())))
                .orElseGet(() -> establish(given));
        Installation installation = await(database.acrossTenants(store::find)).orElseThrow();
        if (!key.proves(installation.canary())) {
            throw new StartFailure(
                    given.isPresent()
                            ? "the master key is not the one this database was set up with: set SIGNALBOX_SECURITY_MASTER_KEY to that one, or put"
                                    + " back " + folder.masterKey()
                            : "this database was set up with a master key that this node does not have: set SIGNALBOX_SECURITY_MASTER_KEY, or copy"
                                    + " master.key from another node to " + folder.masterKey());
        }
        if (configured.isEmpty()) {
            keep(key);
        }
        return key;
    }

    private MasterKey establish(Optional<MasterKey> given) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        MasterKey key = given.orElseGet(() -> derive(salt));
        await(database.acrossTenants(tx -> store.insert(tx, new Installation(salt, key.canary()), clock.instant())));
        // Another node may have been first, with another salt.
        Installation winner = await(database.acrossTenants(store::find)).orElseThrow();
        return given.isPresent() || key.proves(winner.canary()) ? key : derive(winner.salt());
    }

    /** Without a password there is nothing to derive from: then the key is random, and other nodes must be given it. */
    private MasterKey derive(byte[] salt) {
        return server.password()
                .map(password -> MasterKey.derivedFrom(password, salt))
                .orElseGet(() -> MasterKey.random(random));
    }

    private Optional<MasterKey> fromFile() {
        Path file = folder.masterKey();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MasterKey.ofBase64(new Secret(Files.readString(file))));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new StartFailure("the master key in " + file + " cannot be read: " + unusable.getMessage(), unusable);
        }
    }

    private void keep(MasterKey key) {
        Path file = folder.masterKey();
        if (!Files.exists(file)) {
            PrivateFile.write(file, key.base64().value() + "\n");
        }
    }

    private static <T> T await(Future<T> future) {
        return future.await();
    }
}
