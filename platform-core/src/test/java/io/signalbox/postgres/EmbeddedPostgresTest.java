package io.signalbox.postgres;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.signalbox.testing.TestServer;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {

    private static final int NOBODY = 65534;

    @TempDir
    Path folder;

    private Vertx vertx;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        postgres = EmbeddedPostgres.startBlocking(folder, TestServer.binaries());
    }

    @AfterEach
    void stop() throws Exception {
        postgres.stopBlocking();
        vertx.close().await(5, SECONDS);
    }

    @Test
    void keepsCommittedRowsWhenTheServerIsKilled() throws Exception {
        // Given
        query("CREATE TABLE kept (n int)");
        query("INSERT INTO kept SELECT generate_series(1, 10000)");
        kill();

        // When
        EmbeddedPostgres again = EmbeddedPostgres.startBlocking(folder, TestServer.binaries());

        // Then
        assertThat(again.url()).isEqualTo(postgres.url());
        assertThat(number("SELECT count(*) FROM kept")).isEqualTo(10_000);
    }

    @Test
    void adoptsTheServerThatAKilledNodeLeftRunning() throws Exception {
        // Given
        long pid = postgres.pid().orElseThrow();

        // When
        EmbeddedPostgres adopted = EmbeddedPostgres.startBlocking(folder, TestServer.binaries());

        // Then
        assertThat(adopted.pid()).contains(pid);
        assertThat(adopted.url()).isEqualTo(postgres.url());
    }

    @Test
    void bringsADeadServerBackOnTheSamePort() throws Exception {
        // Given
        int port = postgres.connectOptions().getPort();
        kill();

        // When
        boolean restarted = postgres.restartIfDeadBlocking();

        // Then
        assertThat(restarted).isTrue();
        assertThat(postgres.restartIfDeadBlocking()).isFalse();
        assertThat(postgres.connectOptions().getPort()).isEqualTo(port);
        assertThat(number("SELECT 1")).isEqualTo(1);
    }

    @Test
    void staysStoppedOnceStopped() {
        // When
        postgres.stopBlocking();

        // Then
        assertThat(postgres.pid()).isEmpty();
        assertThat(postgres.restartIfDeadBlocking()).isFalse();
    }

    @Test
    void isDurableAndKeepsItsPasswordsToItself() throws Exception {
        // Then
        assertThat(text("SHOW fsync")).isEqualTo("on");
        assertThat(text("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(text("SHOW data_checksums")).isEqualTo("on");
        assertThat(text("SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(text("SHOW password_encryption")).isEqualTo("scram-sha-256");
        assertThat(text("SELECT lower('ÄÖ')")).isEqualTo("äö");
        assertThat(number("SELECT count(*) FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"))
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("cluster.properties"))))
                .isEqualTo("rw-------");
        assertThat(environmentOfTheServer())
                .allMatch(variable -> variable.matches("(PATH|LC_ALL|TZ|PG.*|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    /** Where user namespaces are off, root hands the data to another user once and keeps to that. */
    @Test
    void runsAsTheOwnerOfTheDataWhenRootStartsIt() throws Exception {
        // Given
        assumeTrue(uid(Path.of("/proc/self")) == 0, "only root can run it as another user");
        postgres.stopBlocking();
        giveToNobody(folder.resolve("cluster"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        assumeTrue(isOpenToAll(folder) && isOpenToAll(TestServer.binaries()), "the folder lies below a private one");

        // When
        postgres = EmbeddedPostgres.startBlocking(folder, TestServer.binaries());

        // Then
        assertThat(uid(Path.of("/proc", postgres.pid().orElseThrow().toString())))
                .isEqualTo(NOBODY);
        assertThat(number("SELECT 1")).isEqualTo(1);
    }

    private static void giveToNobody(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path each : (Iterable<Path>) tree::iterator) {
                Files.setAttribute(each, "unix:uid", NOBODY);
            }
        }
    }

    private static boolean isOpenToAll(Path folder) throws IOException {
        for (Path above = folder.toAbsolutePath(); above != null; above = above.getParent()) {
            if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    private static int uid(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }

    private List<String> environmentOfTheServer() throws IOException {
        Path environment = Path.of("/proc", postgres.pid().orElseThrow().toString(), "environ");
        return List.of(Files.readString(environment).split("\0"));
    }

    private void kill() throws Exception {
        ProcessHandle server = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(10, SECONDS);
    }

    private long number(String sql) throws Exception {
        return query(sql).iterator().next().getLong(0);
    }

    private String text(String sql) throws Exception {
        return query(sql).iterator().next().getString(0);
    }

    private RowSet<Row> query(String sql) throws Exception {
        return PgConnection.connect(vertx, postgres.connectOptions())
                .compose(connection -> connection.query(sql).execute().eventually(connection::close))
                .await(10, SECONDS);
    }
}
