package io.signalbox.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.Capabilities;
import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Operation;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.UsageLine;
import io.signalbox.config.Secret;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.HostAddresses;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.dialect.input.EmbeddingsSurface;
import io.signalbox.json.Json;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderClient;
import io.signalbox.provider.ProviderTimeouts;
import io.signalbox.sandbox.SandboxPace;
import io.signalbox.sandbox.SandboxServer;
import io.signalbox.testing.Calls;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same texts embedded by every protocol that does, over sockets: a client sees OpenAI's answer, in the form it asked for. */
class EmbeddingsTest {

    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Vertx VERTX = Vertx.vertx();
    private static final EmbeddingsSurface SURFACE = new EmbeddingsSurface();

    private static ProviderClient provider;
    private static URI sandbox;
    private static Context context;

    @BeforeAll
    static void start() {
        sandbox = new SandboxServer(VERTX, new SandboxPace(Duration.ZERO, Duration.ZERO))
                .listen(0)
                .await()
                .baseUrl();
        context = VERTX.getOrCreateContext();
        provider = new ProviderClient(
                VERTX,
                ProviderTimeouts.STANDARD,
                new Egress(EgressGuard.ofThisHost(), HostAddresses.ofSystem(VERTX)),
                ShippedDialects.all());
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @ParameterizedTest
    @CsvSource({"openai,/v1", "mistral,/v1", "custom,/v1", "azure,''", "gemini,/v1beta", "cohere,''", "ollama,''"})
    void givesTheSameVectorsInEitherForm(String name, String basePath) throws Exception {
        // Given
        Deployment deployment = deployment(name, basePath);

        // When
        JsonNode numbers = ask(deployment, "float");
        JsonNode base64 = ask(deployment, "base64");
        JsonNode reference = ask(deployment("openai", "/v1"), "base64");

        // Then
        assertThat(numbers.required("object").textValue()).isEqualTo("list");
        assertThat(numbers.required("model").textValue()).isEqualTo("served");
        assertThat(numbers.required("data")).hasSize(2);
        assertThat(numbers.at("/data/1/index").intValue()).isEqualTo(1);
        assertThat(numbers.at("/data/1/embedding")).hasSize(8);
        assertThat(numbers.at("/data/0/embedding")).isNotEqualTo(numbers.at("/data/1/embedding"));
        for (int i = 0; i < 2; i++) {
            String at = "/data/" + i + "/embedding";
            assertThat(base64.at(at).textValue()).isEqualTo(reference.at(at).textValue());
        }
    }

    private static JsonNode ask(Deployment deployment, String format) throws Exception {
        RequestScan scan =
                SURFACE.read(Buffer.buffer("{\"model\":\"m\",\"input\":[\"first\",\"zweiter ü\"],\"dimensions\":8,"
                        + "\"encoding_format\":\"" + format + "\"}"));
        ProviderCall call = new ProviderCall(
                deployment, Optional.of(new Secret("secret")), scan, 0, TIME, TIME, "req_1", Instant.EPOCH);
        AnswerHead head = new AnswerHead("req_1", "served", Instant.EPOCH, scan);
        Promise<Buffer> answer = Promise.promise();
        context.runOnContext(now -> provider.send(call)
                .reply()
                .compose(reply -> reply.fold(
                        whole -> Future.succeededFuture(SURFACE.whole(
                                whole.reply(),
                                head,
                                new UsageLine(whole.reply().usage().orElse(TokenUsage.NONE), Optional.empty(), false))),
                        streamed -> Future.<Buffer>failedFuture(new AssertionError("streamed")),
                        failed -> Future.failedFuture(failed.fault())))
                .onComplete(answer));
        return Json.read(answer.future().await(10, TimeUnit.SECONDS).toString());
    }

    private static Deployment deployment(String name, String basePath) {
        Model model = new Model("m", name, Operation.EMBEDDING, 8_192, 0, 1, Capabilities.UNKNOWN);
        return new Deployment(
                "dep_" + name,
                model,
                Calls.provider(name),
                "sandbox/embed",
                Origin.parse("http://" + sandbox.getAuthority() + basePath),
                true,
                Optional.empty(),
                Optional.empty(),
                "test");
    }
}
