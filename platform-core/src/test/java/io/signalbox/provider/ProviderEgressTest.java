package io.signalbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.credential.Egress;
import io.signalbox.credential.EgressGuard;
import io.signalbox.credential.Origin;
import io.signalbox.dialect.ShippedDialects;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Origins that tenants enter are checked again when a connection is made: a name may lead elsewhere than when it was saved. */
final class ProviderEgressTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(5, TimeUnit.SECONDS);
    }

    private ProviderClient client(InetAddress... resolved) {
        Egress egress = new Egress(new EgressGuard(Set.of()), host -> Future.succeededFuture(List.of(resolved)));
        return new ProviderClient(vertx, ProviderTimeouts.STANDARD, egress, ShippedDialects.all());
    }

    @Test
    void connectsToNoNameThatLeadsInward() throws Exception {
        // Given
        ScriptedProvider provider = new ScriptedProvider(vertx);
        Origin rebound = Origin.parse("https://provider.example:" + provider.port());

        // When
        Transcript got = Transcript.of(vertx, client(LOOPBACK), ScriptedProvider.tenantsCall(rebound));

        // Then
        assertThat(got.reply()).isInstanceOfSatisfying(ProviderReply.Failed.class, failed -> {
            assertThat(failed.fault().code()).isEqualTo(FaultCode.PROVIDER_UNREACHABLE);
            assertThat(failed.exposure()).isEqualTo(Exposure.NOT_SENT);
            assertThat(failed.retriable()).isTrue();
        });
        assertThat(provider.connections()).isZero();
    }

    @Test
    void oneInwardAddressAmongOthersIsEnough() throws Exception {
        // Given
        ScriptedProvider provider = new ScriptedProvider(vertx);
        Origin mixed = Origin.parse("https://provider.example:" + provider.port());
        ProviderClient client = client(InetAddress.getByName("8.8.8.8"), LOOPBACK);

        // When
        Transcript got = Transcript.of(vertx, client, ScriptedProvider.tenantsCall(mixed));

        // Then
        assertThat(got.reply()).isInstanceOf(ProviderReply.Failed.class);
        assertThat(provider.connections()).isZero();
    }

    @Test
    void aPinnedAddressKeepsTheNameInHeadAndHandshake() throws Exception {
        // Given
        SelfSignedCertificate certificate = SelfSignedCertificate.create("provider.example");
        Promise<String> met = Promise.promise();
        var server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(certificate.keyCertOptions()))
                .requestHandler(request -> {
                    met.tryComplete(request.connection().indicatedServerName() + " " + request.authority());
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .await(5, TimeUnit.SECONDS);
        var client = vertx.createHttpClient(new HttpClientOptions().setTrustOptions(certificate.trustOptions()));
        RequestOptions head = new RequestOptions()
                .setSsl(true)
                .setHost("provider.example")
                .setPort(server.actualPort())
                .setURI("/");

        // When
        client.request(ProviderExchange.pinned(head, LOOPBACK))
                .compose(request -> request.send())
                .await(5, TimeUnit.SECONDS);

        // Then
        assertThat(met.future().await(5, TimeUnit.SECONDS))
                .isEqualTo("provider.example provider.example:" + server.actualPort());
    }
}
