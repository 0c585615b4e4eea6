package io.signalbox.migrations;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {

    private static final String FIRST = "V20261124_01__roles.sql";

    private Vertx vertx;
    private TestDatabase test;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        test = TestDatabase.empty(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        test.close();
        vertx.close().await(5, SECONDS);
    }

    @Test
    void bringsAnEmptyDatabaseToTheNewestSchemaOnce() throws Exception {
        // Given
        List<String> expected = pending();

        // When
        List<String> applied = apply();

        // Then
        assertThat(applied).isEqualTo(expected).isSorted().startsWith(FIRST);
        assertThat(apply()).isEmpty();
        assertThat(pending()).isEmpty();
        assertThat(query("SELECT name FROM signalbox_migration").size()).isEqualTo(expected.size());
    }

    @Test
    void letsOneOfTwoNodesDoTheWork() throws Exception {
        // Given
        int all = pending().size();

        // When
        Future<List<String>> first = Migrations.apply(vertx, test.options());
        Future<List<String>> second = Migrations.apply(vertx, test.options());
        Future.all(first, second).await(30, SECONDS);

        // Then
        assertThat(first.result().size() + second.result().size()).isEqualTo(all);
        assertThat(List.of(first.result().size(), second.result().size())).contains(0);
    }

    @Test
    void refusesAnAppliedFileThatHasChanged() throws Exception {
        // Given
        apply();
        query("UPDATE signalbox_migration SET checksum = 'other' WHERE name = '" + FIRST + "'");

        // Then
        assertThatThrownBy(this::apply)
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining(FIRST)
                .hasMessageContaining("has changed");
        assertThatThrownBy(this::pending).isInstanceOf(MigrationRefused.class);
    }

    @Test
    void refusesADatabaseThatIsNewerThanTheCode() throws Exception {
        // Given
        apply();
        query("INSERT INTO signalbox_migration VALUES ('V29991231_01__from_the_future.sql', 'x')");

        // Then
        assertThatThrownBy(this::apply)
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining("newer")
                .hasMessageContaining("V29991231_01__from_the_future.sql");
    }

    @Test
    void rollsAFailingFileBackAndNamesIt() throws Exception {
        // Given
        query("CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");

        // Then
        assertThatThrownBy(this::apply).hasMessageContaining(FIRST).hasMessageContaining("refuse_change");
        assertThat(query("SELECT 1 FROM pg_proc WHERE proname = 'protect_tenant_table'")
                        .size())
                .isZero();
        assertThat(query("SELECT name FROM signalbox_migration").size()).isZero();
    }

    /** The product reads them from a jar, these tests from a folder. */
    @Test
    void readsTheSameFilesFromAJar(@TempDir Path folder) throws Exception {
        // Given
        Path classes = Path.of(Migrations.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = folder.resolve("migrations with a space.jar");
        if (Files.isDirectory(classes)) {
            pack(classes, jar);
        } else {
            Files.copy(classes, jar);
        }

        // When
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, new OnlyLibraries())) {
            var read = loader.loadClass(Migration.class.getName()).getDeclaredMethod("readAllBlocking");
            read.setAccessible(true);
            List<?> fromJar = (List<?>) read.invoke(null);

            // Then
            assertThat(fromJar.toString()).isEqualTo(Migration.readAllBlocking().toString());
        }
    }

    /** Hides the classes under test, so that they come from the jar. */
    private static final class OnlyLibraries extends ClassLoader {

        private OnlyLibraries() {
            super(MigrationsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.signalbox.migrations.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                var files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
    }

    private List<String> apply() throws Exception {
        return Migrations.apply(vertx, test.options()).await(30, SECONDS);
    }

    private List<String> pending() throws Exception {
        return Migrations.pending(vertx, test.options()).await(30, SECONDS);
    }

    private RowSet<Row> query(String sql) throws Exception {
        return PgConnection.connect(vertx, test.options())
                .compose(connection -> connection.query(sql).execute().eventually(connection::close))
                .await(10, SECONDS);
    }
}
