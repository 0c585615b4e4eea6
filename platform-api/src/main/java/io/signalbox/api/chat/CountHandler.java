package io.signalbox.api.chat;

import io.signalbox.api.http.BodyReader;
import io.signalbox.api.http.FaultHandler;
import io.signalbox.api.http.Inbound;
import io.signalbox.catalog.Deployment;
import io.signalbox.chat.RequestScan;
import io.signalbox.config.Secret;
import io.signalbox.credential.CredentialVault;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.Dialect;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderClient;
import io.signalbox.provider.ProviderExchange;
import io.signalbox.provider.ProviderReply;
import io.signalbox.route.RoutePlanner;
import io.signalbox.route.RouteWatch;
import io.signalbox.telemetry.LogKey;
import io.signalbox.token.PromptText;
import io.signalbox.token.TokenCounter;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * How many tokens a prompt has, without asking for an answer: by the provider's own count when the model that would serve it has one, else by ours. Costs
 * nothing, so nothing is reserved. The header {@code x-signalbox-count} says which it was: {@code exact} or {@code estimated}. Belongs to one event loop.
 */
public final class CountHandler implements Handler<RoutingContext> {

    /** A provider that takes longer is not waited for. */
    private static final Duration PROVIDER_TIME = Duration.ofSeconds(5);

    private static final int TOKENS_PER_MESSAGE = 4;

    private final Parts parts;
    private final DeploymentSecrets secrets;

    /** {@code reader} reads a body and its headers; {@code counts} asks providers that take its wire as it is. */
    public record Parts(
            BiFunction<Buffer, MultiMap, RequestScan> reader,
            Dialect counts,
            RouteWatch routes,
            RoutePlanner planner,
            CredentialVault vault,
            ProviderClient client,
            TokenCounter tokens,
            BodyReader bodies) {}

    private record Count(long tokens, boolean exact) {}

    public CountHandler(Parts parts) {
        this.parts = parts;
        this.secrets = new DeploymentSecrets(parts.vault());
    }

    @Override
    public void handle(RoutingContext context) {
        parts.bodies()
                .readJson(context.request())
                .map(body -> call(context, body))
                .compose(call -> plan(call)
                        .compose(first -> count(context, call, first).map(count -> answer(context, first, count))))
                .onSuccess(body -> context.response().end(body))
                .onFailure(failure -> context.fail(
                        FaultHandler.asFault(failure, Inbound.of(context).requestId())));
    }

    private ChatCall call(RoutingContext context, Buffer body) {
        Inbound inbound = Inbound.of(context);
        MultiMap headers = context.request().headers();
        RequestScan scan = parts.reader().apply(body, headers);
        RequestOptions options = RequestOptions.read(headers, scan);
        return new ChatCall(inbound.requestId(), inbound.caller(), scan, options, inbound.at(), inbound.startedNanos());
    }

    /** The one that an answer would be asked of first. */
    private Future<Deployment> plan(ChatCall call) {
        return parts.routes()
                .of(call.caller())
                .map(world -> parts.planner()
                        .plan(call.routeRequest(), world.catalog(), world.policy())
                        .attempts()
                        .get(0)
                        .deployment());
    }

    private Future<Count> count(RoutingContext context, ChatCall call, Deployment deployment) {
        if (!deployment.isNative(call.scan().wire())) {
            return countHere(call);
        }
        return secrets.of(deployment)
                .compose(secret -> ask(context, call, deployment, secret))
                .map(Optional::of)
                .recover(notAsked -> Future.succeededFuture(Optional.empty()))
                .compose(reply -> exact(reply)
                        .map(tokens -> Future.succeededFuture(new Count(tokens, true)))
                        .orElseGet(() -> countHere(call)));
    }

    private Future<ProviderReply> ask(
            RoutingContext context, ChatCall call, Deployment deployment, Optional<Secret> secret) {
        Duration time = call.timeLeft().compareTo(PROVIDER_TIME) < 0 ? call.timeLeft() : PROVIDER_TIME;
        ProviderExchange exchange = parts.client()
                .send(
                        new ProviderCall(deployment, secret, call.scan(), 0, time, time, call.requestId(), call.at()),
                        parts.counts());
        context.response().closeHandler(closed -> exchange.cancel());
        return exchange.reply();
    }

    private static Optional<Long> exact(Optional<ProviderReply> reply) {
        return reply.flatMap(it -> it.fold(
                        whole -> whole.reply().usage(),
                        streamed -> Optional.<TokenUsage>empty(),
                        failed -> Optional.empty()))
                .map(TokenUsage::promptTokens);
    }

    private Future<Count> countHere(ChatCall call) {
        long frames = (long) TOKENS_PER_MESSAGE * call.scan().facts().messages();
        return parts.tokens()
                .counts(List.of(new PromptText(call.scan())))
                .map(counts -> new Count(Math.max(1, counts.get(0) + frames), false));
    }

    private static Buffer answer(RoutingContext context, Deployment first, Count count) {
        Inbound inbound = Inbound.of(context);
        inbound.note(LogKey.MODEL, first.model().name());
        inbound.note(LogKey.PROVIDER, first.provider().name());
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        response.putHeader("x-signalbox-count", count.exact() ? "exact" : "estimated");
        response.putHeader("x-signalbox-model", first.model().name());
        response.putHeader("x-signalbox-provider", first.provider().name());
        return new JsonObject().put("input_tokens", count.tokens()).toBuffer();
    }
}
