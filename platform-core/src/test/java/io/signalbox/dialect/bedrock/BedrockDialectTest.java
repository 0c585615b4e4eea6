package io.signalbox.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.chat.Deltas;
import io.signalbox.chat.Piece;
import io.signalbox.config.Secret;
import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.HostAddresses;
import io.signalbox.dialect.Asked;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.provider.Outbound;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderClient;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.ProviderTimeouts;
import io.signalbox.testing.Calls;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is signed, and that exactly this is sent. */
final class BedrockDialectTest {

    private static final Secret KEY = new Secret("AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY:token/with=");
    private static final String ARN =
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0";
    private static final Buffer STREAM = EventStreams.of("""
            messageStart {"role":"assistant"}
            contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"Hello"}}
            messageStop {"stopReason":"end_turn"}
            metadata {"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}}
            """);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private static ProviderCall call(Asked asked) {
        ProviderCall plain = asked.call(Calls.provider("bedrock"));
        return new ProviderCall(
                plain.deployment(),
                Optional.of(KEY),
                plain.scan(),
                0,
                plain.timeLeft(),
                plain.timeToBegin(),
                plain.requestId(),
                plain.at());
    }

    @ParameterizedTest
    @CsvSource({
        "https://bedrock-runtime.eu-central-1.amazonaws.com, eu-central-1",
        "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "https://vpce-0a1b-c2d3.bedrock-runtime.ap-south-1.vpce.amazonaws.com, ap-south-1",
        "https://bedrock-runtime.cn-north-1.amazonaws.com.cn, cn-north-1",
        "https://gateway.example.com, us-east-1",
    })
    void signsForTheRegionOfTheHost(String url, String region) {
        // When
        Outbound out = new BedrockDialect().write(call(Asked.PLAIN.at(url)));

        // Then
        assertThat(out.headers().get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/" + region + "/bedrock/aws4_request,")
                .contains("SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token,");
        assertThat(out.headers().get("x-amz-security-token")).isEqualTo("token/with=");
    }

    /** What arrives is signed anew as AWS would, and must come out the same. */
    @Test
    void sendsExactlyWhatItSigned() throws Exception {
        // Given
        Promise<String> complaint = Promise.promise();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    complaint.tryComplete(signatureOf(request, body));
                    request.response()
                            .putHeader("content-type", "application/vnd.amazon.eventstream")
                            .end(STREAM);
                }))
                .listen(0, "127.0.0.1")
                .await(5, TimeUnit.SECONDS);
        String url = "http://127.0.0.1:" + server.actualPort() + "/behind/a/proxy";

        // When
        List<Piece> pieces =
                stream(call(Asked.PLAIN.model(ARN).at(url).streamed())).await(10, TimeUnit.SECONDS);

        // Then
        assertThat(complaint.future().result()).isEqualTo("same");
        assertThat(pieces.stream().mapToInt(Piece::outputBytes).sum()).isEqualTo("Hello".length());
        assertThat(pieces)
                .allMatch(piece -> piece instanceof Deltas)
                .last()
                .satisfies(piece -> assertThat(piece.usage()).isPresent());
    }

    private static String signatureOf(HttpServerRequest request, Buffer body) {
        String sent = request.getHeader("authorization");
        String names = sent.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
        MultiMap signed = MultiMap.caseInsensitiveMultiMap();
        for (String name : names.split(";")) {
            signed.set(name, request.getHeader(name));
        }
        ProviderCall call = call(Asked.PLAIN);
        new AwsSigner("us-east-1", "bedrock")
                .sign(
                        "POST",
                        request.path(),
                        signed,
                        body.getBytes(),
                        AwsKey.of(KEY).orElseThrow(),
                        call.at());
        return signed.get("authorization").equals(sent) ? "same" : "sent " + sent + " for " + request.path();
    }

    private Future<List<Piece>> stream(ProviderCall call) {
        ProviderClient client = new ProviderClient(
                vertx,
                ProviderTimeouts.STANDARD,
                new Egress(EgressGuard.ofThisHost(), HostAddresses.ofSystem(vertx)),
                ShippedDialects.all());
        Promise<List<Piece>> promise = Promise.promise();
        List<Piece> pieces = new ArrayList<>();
        vertx.runOnContext(now -> client.send(call).reply().onComplete(reply -> {
            if (reply.result() instanceof ProviderReply.Streamed streamed) {
                streamed.stream()
                        .handler(pieces::add)
                        .exceptionHandler(promise::tryFail)
                        .endHandler(end -> promise.tryComplete(pieces))
                        .resume();
            } else {
                promise.fail("no stream: " + reply.result());
            }
        }));
        return promise.future();
    }
}
