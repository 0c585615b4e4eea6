package io.signalbox.webhook;

import io.signalbox.telemetry.Telemetry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Receives webhooks and checks signatures by the specification, knowing nothing of the sender. */
final class HookReceiver {

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 204;

    /** One POST. */
    record Received(String path, MultiMap headers, String body) {

        /** How many of the signatures are by {@code secret}, at {@code now} (Unix seconds) and five minutes' tolerance. */
        long signaturesBy(String secret, long now) {
            String id = headers.get("webhook-id");
            String at = headers.get("webhook-timestamp");
            if (Math.abs(Long.parseLong(at) - now) > 300) {
                return 0;
            }
            String expected = Base64.getEncoder().encodeToString(hmac(secret, id + "." + at + "." + body));
            return Arrays.stream(headers.get("webhook-signature").split(" "))
                    .map(each -> each.split(",", 2))
                    .filter(each -> each[0].equals("v1")
                            && MessageDigest.isEqual(
                                    each[1].getBytes(StandardCharsets.UTF_8),
                                    expected.getBytes(StandardCharsets.UTF_8)))
                    .count();
        }

        private static byte[] hmac(String secret, String content) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.split("_", 2)[1]), "HmacSHA256"));
                return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    HookReceiver(Vertx vertx) throws TimeoutException {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess((Buffer body) -> {
                    received.add(new Received(request.uri(), request.headers(), body.toString()));
                    if (status == 302) {
                        request.response().putHeader("location", url("/elsewhere"));
                    }
                    Telemetry.unattended(
                            request.response().setStatusCode(status).end(), "answer a webhook");
                }))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    void answer(int newStatus) {
        status = newStatus;
    }

    List<Received> received() {
        return received;
    }

    List<String> paths() {
        return received.stream().map(Received::path).collect(Collectors.toList());
    }
}
