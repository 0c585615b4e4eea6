package io.signalbox.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.HostAddresses;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.provider.ProviderClient;
import io.signalbox.provider.ProviderTimeouts;
import io.signalbox.sandbox.SandboxPace;
import io.signalbox.sandbox.SandboxServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Inbound surface × target protocol × {plain, streamed} × {text, tools, JSON schema, image, reasoning}, over sockets: every cell works or is refused with
 * the parameter's name, and {@code deploy/docs/compatibility.md} says which. To write the page anew: {@code -Dcompatibility.write=true}.
 */
class CompatibilityTest {

    private static final Path PAGE = Path.of("docs/compatibility.md");
    private static final String MODEL = "sandbox/small";
    private static final List<Client> CLIENTS =
            List.of(new ChatClient(), new ResponsesClient(), new MessagesClient(), new CompletionsClient());
    private static final List<Target> TARGETS = List.of(
            new Target("openai", "/v1", MODEL),
            new Target("custom", "/v1", MODEL),
            new Target("azure", "", MODEL),
            new Target("anthropic", "", MODEL),
            new Target("bedrock", "", "anthropic.claude-haiku-4-5-20251001-v1:0"),
            new Target("gemini", "/v1beta", MODEL),
            new Target("cohere", "", MODEL),
            new Target("ollama", "", MODEL));

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Cell> CELLS = new ArrayList<>();

    @BeforeAll
    static void runEveryCell() throws Exception {
        SandboxServer sandbox = new SandboxServer(VERTX, new SandboxPace(Duration.ZERO, Duration.ZERO))
                .listen(0)
                .await(5, TimeUnit.SECONDS);
        ProviderClient provider = new ProviderClient(
                VERTX,
                ProviderTimeouts.STANDARD,
                new Egress(EgressGuard.ofThisHost(), HostAddresses.ofSystem(VERTX)),
                ShippedDialects.all());
        MatrixRun run = new MatrixRun(VERTX, provider, sandbox.baseUrl());
        for (Client client : CLIENTS) {
            for (Target target : TARGETS) {
                for (Wish wish : Wish.values()) {
                    if (client.knows(wish)) {
                        CELLS.add(run.run(client, target, wish, false));
                        if (wish != Wish.EXCHANGE) {
                            CELLS.add(run.run(client, target, wish, true));
                        }
                    }
                }
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().await(5, TimeUnit.SECONDS);
    }

    @TestFactory
    Stream<DynamicTest> worksOrIsRefusedInWords() {
        return CELLS.stream()
                .map(cell -> DynamicTest.dynamicTest(
                        cell.name(),
                        () -> assertThat(cell.outcome()).as(cell.words()).isNotEqualTo(Cell.Outcome.BROKEN)));
    }

    @Test
    void thePageSaysWhatIsTrue() throws IOException {
        String page = CompatibilityPage.of(CLIENTS, TARGETS, CELLS);
        if (Boolean.getBoolean("compatibility.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("deploy/docs/compatibility.md is old: run this test with -Dcompatibility.write=true")
                .isEqualTo(page);
    }
}
