package io.signalbox.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Sends one delivery by its channel's way. Follows no redirect, reads no answer's body, and says of a failure only what is fit for a log. */
public final class Courier {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final String AGENT = "Signalbox-Webhooks/1";

    private final HttpClient client;
    private final Outbound outbound;
    private final Optional<Mailer> mailer;
    private final InstantSource clock;

    public Courier(Vertx vertx, Outbound outbound, Optional<Mailer> mailer, InstantSource clock) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_LIMIT.toMillis())
                .setKeepAlive(false));
        this.outbound = outbound;
        this.mailer = mailer;
        this.clock = clock;
    }

    /** What came of it: an HTTP status if there was one, and why it failed unless it did not. */
    record Outcome(Optional<Integer> status, Optional<String> error) {

        boolean isDelivered() {
            return error.isEmpty();
        }

        static Outcome failed(String why) {
            return new Outcome(Optional.empty(), Optional.of(why));
        }
    }

    /** Never fails. */
    Future<Outcome> deliver(Channel channel, ChannelTarget target, Delivery delivery) {
        Future<Outcome> sent = switch (channel.kind()) {
            case WEBHOOK -> post(target, signed(channel, target, delivery), delivery.payload());
            case SLACK -> post(target, new RequestOptions(), slack(delivery));
            case EMAIL -> mail(target, delivery);
        };
        return sent.otherwise(failure -> Outcome.failed(failure.getClass().getSimpleName()));
    }

    private RequestOptions signed(Channel channel, ChannelTarget target, Delivery delivery) {
        Instant now = clock.instant();
        boolean two = channel.secondUntil().filter(now::isBefore).isPresent();
        Stream<WebhookSecret> secrets = Stream.concat(
                        target.secret().stream(), two ? target.previous().stream() : Stream.empty())
                .map(WebhookSecret::new);
        return new RequestOptions()
                .putHeader("webhook-id", delivery.eventId())
                .putHeader("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .putHeader(
                        "webhook-signature",
                        WebhookSecret.signatures(secrets.toList(), delivery.eventId(), now, delivery.payload()));
    }

    private static String slack(Delivery delivery) {
        return new JsonObject()
                .put("text", "*" + delivery.eventType() + "*\n" + escaped(summary(delivery)))
                .encode();
    }

    /** <a href="https://docs.slack.dev/messaging/formatting-message-text/#escaping">Slack's three control characters</a>. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String summary(Delivery delivery) {
        return new JsonObject(delivery.payload()).getJsonObject("data").getString("summary", delivery.eventType());
    }

    private Future<Outcome> post(ChannelTarget target, RequestOptions head, String body) {
        Outbound.Target place = Outbound.Target.parse(target.target());
        return outbound.to(place.origin())
                .compose(verdict -> verdict.fold(
                        go -> send(aimed(head, place, go), body),
                        stay -> Future.succeededFuture(Outcome.failed("refused: " + stay.why()))));
    }

    private static RequestOptions aimed(RequestOptions head, Outbound.Target place, Verdict.Go go) {
        RequestOptions aimed = head.setMethod(HttpMethod.POST)
                .setSsl(place.origin().tls())
                .setHost(place.origin().host())
                .setPort(place.origin().port())
                .setURI(place.requestUri())
                .setFollowRedirects(false)
                .putHeader("content-type", "application/json")
                .putHeader("user-agent", AGENT);
        go.address()
                .ifPresent(address -> aimed.setServer(
                        SocketAddress.inetSocketAddress(place.origin().port(), address.getHostAddress())));
        return aimed;
    }

    private Future<Outcome> send(RequestOptions head, String body) {
        return client.request(head)
                .compose(request -> request.send(body)
                        .timeout(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .map(answer -> {
                            // Hanging up is told as a failure of the answer, which is over by then.
                            answer.exceptionHandler(hungUp -> {});
                            int status = answer.statusCode();
                            return new Outcome(
                                    Optional.of(status),
                                    status / 100 == 2 ? Optional.empty() : Optional.of("answered " + status));
                        })
                        .onComplete(done -> hangUp(request)));
    }

    /** The status is all there is to know; whatever else comes is not waited for. */
    private static void hangUp(HttpClientRequest request) {
        request.reset();
    }

    private Future<Outcome> mail(ChannelTarget target, Delivery delivery) {
        if (mailer.isEmpty()) {
            return Future.succeededFuture(Outcome.failed("no SMTP server is configured"));
        }
        Mailer.Mail mail = new Mailer.Mail(
                Outbound.addresses(target.target()),
                "[Signalbox] " + delivery.eventType(),
                summary(delivery) + "\n\n" + new JsonObject(delivery.payload()).encodePrettily() + "\n",
                delivery.eventId());
        return mailer.get().send(mail).map(sent -> new Outcome(Optional.empty(), Optional.empty()));
    }

    public Future<Void> close() {
        return client.close();
    }
}
