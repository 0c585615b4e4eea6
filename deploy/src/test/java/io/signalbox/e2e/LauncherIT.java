package io.signalbox.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.FirstRun;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.JarRun;
import io.signalbox.e2e.gateway.SharedGateway;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of a node on one machine, from an empty folder to its second start. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LauncherIT {

    private static final String HELLO = Chats.plain("smart-select:light", "Say hello.");
    /** The made-up answer has about a hundred tokens, so a stream takes about two seconds. */
    private static final Map<String, String> SLOW_TOKENS = Map.of("SIGNALBOX_SANDBOX_TOKEN_LATENCY", "20ms");

    private static Path folder;
    private static GatewayProcess node;

    @BeforeAll
    static void start() {
        folder = SharedGateway.freshFolder("launcher");
        node = GatewayProcess.start(folder.resolve("node"), SLOW_TOKENS);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    @Order(1)
    void leavesAPersonAllThatIsNeededAndNobodyElse() throws Exception {
        FirstRun made = node.firstRun();
        assertThat(made.baseUrl()).isEqualTo(node.origin() + "v1");
        assertThat(made.apiKey()).matches("sb_live_\\w{8}_\\w{49}");
        assertThat(made.testKey()).matches("sb_test_\\w{8}_\\w{49}");
        assertThat(made.adminToken()).matches("sb_admin_\\w{8}_\\w{49}");
        assertThat(made.dashboardUrl()).isEqualTo(node.origin().toString());
        assertThat(made.signInUrl()).startsWith(node.origin() + "sign-in/");
        for (String secret : List.of("first-run.json", "master.key")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(node.dataDir().resolve(secret))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    @Order(2)
    void printsSnippetsThatWorkWhenPasted() {
        String banner = node.log();
        String curl = banner.substring(banner.indexOf("\ncurl "), banner.indexOf("\nOr in Python"));
        String python = banner.substring(banner.indexOf("\nimport json"));
        assertThat(banner)
                .contains(
                        "SANDBOX MODE",
                        node.firstRun().dashboardUrl(),
                        node.firstRun().signInUrl());
        assertThat(JarRun.ofCommand(folder, Map.of(), List.of("sh", "-c", curl)).out())
                .contains("\"model\":\"sandbox/small\"");
        if (JarRun.ofCommand(folder, Map.of(), List.of("sh", "-c", "command -v python3"))
                        .exitCode()
                == 0) {
            String script = python.lines().limit(4).reduce("", (all, line) -> all + line + "\n");
            assertThat(JarRun.ofCommand(folder, Map.of(), List.of("python3", "-c", script))
                            .out())
                    .contains("[sandbox/small]");
        }
    }

    @Test
    @Order(3)
    void refusesToStartBesideARunningNodeInOneSentence() {
        String port = Integer.toString(node.origin().getPort());
        assertFailure(
                JarRun.of(folder, Map.of("SIGNALBOX_HTTP_PORT", port, "SIGNALBOX_DATA_DIR", "other"), "up"),
                "cannot listen on 127.0.0.1:" + port);
        assertFailure(
                JarRun.of(
                        folder,
                        Map.of(
                                "SIGNALBOX_HTTP_PORT",
                                "0",
                                "SIGNALBOX_DATA_DIR",
                                node.dataDir().toString()),
                        "up"),
                "is in use by another node");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    @Order(3)
    void refusesAnUnreachableDatabaseAndAWrongMasterKeyInOneSentence() {
        String nowhere = "postgresql://u:hunter2@127.0.0.1:" + GatewayProcess.freePort() + "/x";
        JarRun unreachable = JarRun.of(folder, elsewhere("lost", nowhere), "up");
        assertFailure(unreachable, "cannot be used");
        assertThat(unreachable.err()).doesNotContain("hunter2");

        Map<String, String> wrong = new java.util.HashMap<>(elsewhere("thief", node.databaseUrl()));
        wrong.put("SIGNALBOX_SECURITY_MASTER_KEY", "A".repeat(43) + "=");
        assertFailure(JarRun.of(folder, wrong, "up"), "the master key is not the one this database was set up with");
    }

    @Test
    @Order(3)
    void refusesABadConfigurationBeforeAnythingStarts() {
        JarRun bad = JarRun.of(folder, Map.of("SIGNALBOX_HTTP_PORT", "http", "SIGNALBOX_DATA_DIR", "bad"), "up");
        assertThat(bad.exitCode()).isEqualTo(2);
        assertThat(bad.err()).isEqualTo("'http.port' is 'http' (from SIGNALBOX_HTTP_PORT): must be a whole number\n");
        assertThat(folder.resolve("bad")).doesNotExist();
    }

    @Test
    @Order(3)
    void runsByItsScriptThroughALinkFromAnywhere() throws Exception {
        Path script =
                Path.of(System.getProperty("basedir", "."), "bin", "signalbox").toAbsolutePath();
        Path link = Files.createSymbolicLink(folder.resolve("signalbox"), script.normalize());
        JarRun run = JarRun.ofCommand(folder, Map.of(), List.of(link.toString(), "version"));
        assertThat(run.out()).startsWith("signalbox ");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    @Order(4)
    void letsAStreamEndWhenItIsToldToStop() throws Exception {
        // Given
        GatewayClient client = client();
        BufferedReader stream = new BufferedReader(new InputStreamReader(
                client.open(Chats.streamed("sandbox/small", "Tell me all.")).body(), StandardCharsets.UTF_8));
        assertThat(stream.readLine()).startsWith("data: ");

        // When
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(node::terminate);
        Eventually.holds(
                Duration.ofSeconds(5),
                "no new connection is taken",
                () -> assertThatThrownBy(() -> client.get("/livez")).isInstanceOf(UncheckedIOException.class));
        List<String> rest = stream.lines().filter(line -> !line.isEmpty()).toList();

        // Then
        assertThat(rest).hasSizeGreaterThan(20).last().isEqualTo("data: [DONE]");
        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(node.handle().isAlive()).isFalse();
    }

    @Test
    @Order(5)
    void keepsItsDataOverARestartAndPrintsNoSecretAgain() {
        // Given
        FirstRun before = node.firstRun();
        int alreadyWritten = node.log().length();

        // When
        node.restart();

        // Then
        assertThat(node.firstRun()).isEqualTo(before);
        assertThat(node.log().substring(alreadyWritten))
                .contains("is ready")
                .doesNotContain("sb_live_", "sb_test_", "sb_admin_", "/sign-in/");
        assertThat(client().chat(HELLO).status()).isEqualTo(200);
    }

    private static GatewayClient client() {
        return new GatewayClient(node.origin(), node.firstRun().apiKey());
    }

    private static Map<String, String> elsewhere(String data, String databaseUrl) {
        return Map.of("SIGNALBOX_HTTP_PORT", "0", "SIGNALBOX_DATA_DIR", data, "SIGNALBOX_DATABASE_URL", databaseUrl);
    }

    private static void assertFailure(JarRun run, String sentence) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err().strip().lines()).last().asString().contains(sentence);
        assertThat(run.err()).doesNotContain("\tat ");
    }
}
