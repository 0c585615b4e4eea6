package io.signalbox.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.catalog.Catalog;
import io.signalbox.catalog.Deployment;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.UsageLine;
import io.signalbox.config.Secret;
import io.signalbox.fault.Fault;
import io.signalbox.json.Json;
import io.signalbox.money.TokenUsage;
import io.signalbox.provider.PieceStream;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderClient;
import io.signalbox.route.RoutePlanner;
import io.signalbox.route.RouteRequest;
import io.signalbox.route.RoutingPolicy;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs cells: a body through its surface, the planner and the target's dialect over a socket, and the answer back through the surface. */
final class MatrixRun {

    private static final Duration TIME = Duration.ofSeconds(20);

    private final Context context;
    private final ProviderClient provider;
    private final URI sandbox;

    MatrixRun(Vertx vertx, ProviderClient provider, URI sandbox) {
        this.context = vertx.getOrCreateContext();
        this.provider = provider;
        this.sandbox = sandbox;
    }

    Cell run(Client client, Target target, Wish wish, boolean stream) throws Exception {
        Deployment deployment = target.at(sandbox);
        try {
            Buffer first = ask(client, client.body(wish, "model", stream), deployment);
            Buffer answer =
                    wish == Wish.EXCHANGE ? ask(client, client.followUp("model", json(first)), deployment) : first;
            Got got = stream ? client.stream(Client.events(answer.toString())) : client.whole(json(answer));
            Optional<String> complaint = complaint(wish, got, target);
            return new Cell(
                    client,
                    target,
                    wish,
                    stream,
                    complaint.isEmpty() ? Cell.Outcome.WORKS : Cell.Outcome.BROKEN,
                    complaint.map(it -> it + " in " + answer).orElse(""));
        } catch (Fault fault) {
            boolean refused = fault.code().status() == 400 && fault.param().isPresent();
            String words = fault.code().wireName() + " `" + fault.param().orElse("?") + "`";
            return new Cell(
                    client,
                    target,
                    wish,
                    stream,
                    refused ? Cell.Outcome.REFUSED : Cell.Outcome.BROKEN,
                    refused
                            ? words
                            : words + ": " + fault.publicMessage() + " "
                                    + fault.detail().orElse(""));
        }
    }

    private Buffer ask(Client client, String body, Deployment deployment) throws Exception {
        RequestScan scan = client.surface().read(Buffer.buffer(body));
        plan(scan, deployment);
        return answer(client, scan, deployment);
    }

    private static void plan(RequestScan scan, Deployment deployment) {
        new RoutePlanner()
                .plan(
                        new RouteRequest(
                                scan.model(),
                                scan.models(),
                                Optional.empty(),
                                "none",
                                scan.facts(),
                                Set.of(),
                                true,
                                List.of(),
                                1,
                                Optional.empty()),
                        Catalog.of(List.of(deployment), Map.of()),
                        new RoutingPolicy("test", "model", List.of("model"), List.of()));
    }

    private Buffer answer(Client client, RequestScan scan, Deployment deployment) throws Exception {
        ProviderCall call = new ProviderCall(
                deployment, Optional.of(new Secret("AKIDEXAMPLE:secret")), scan, 0, TIME, TIME, "req_1", Instant.now());
        AnswerHead head = new AnswerHead("req_1", "model", Instant.EPOCH, scan);
        Promise<Buffer> answer = Promise.promise();
        context.runOnContext(now -> provider.send(call)
                .reply()
                .compose(reply -> reply.fold(
                        whole -> Future.succeededFuture(client.surface()
                                .whole(
                                        whole.reply(),
                                        head,
                                        line(whole.reply().usage().orElse(TokenUsage.NONE)))),
                        streamed -> written(streamed.stream(), client.surface().stream(head)),
                        failed -> Future.failedFuture(failed.fault())))
                .onComplete(answer));
        return answer.future().await(TIME.toSeconds(), TimeUnit.SECONDS);
    }

    private static Future<Buffer> written(PieceStream pieces, StreamWriter writer) {
        Promise<Buffer> done = Promise.promise();
        Buffer out = Buffer.buffer();
        TokenUsage[] usage = {TokenUsage.NONE};
        pieces.exceptionHandler(done::tryFail);
        pieces.endHandler(end -> {
            writer.finish(line(usage[0]), "exact", Optional.empty(), out);
            done.tryComplete(out);
        });
        pieces.handler(piece -> {
            usage[0] = piece.usage().orElse(usage[0]);
            writer.write(piece, out);
        });
        pieces.resume();
        return done.future();
    }

    private static UsageLine line(TokenUsage usage) {
        return new UsageLine(usage, Optional.empty(), false);
    }

    private static JsonNode json(Buffer answer) throws IOException {
        return Json.read(answer.getBytes());
    }

    /** What is wrong with an answer, by what was wished for. */
    private static Optional<String> complaint(Wish wish, Got got, Target target) {
        if (got.input() < 1 || got.output() < 1) {
            return Optional.of("no usage");
        }
        return switch (wish) {
            case TEXT, IMAGE, EXCHANGE -> got.text().contains("made up") ? Optional.empty() : Optional.of("no text");
            case REASONING ->
                got.text().contains("made up") && (!got.thoughts().isEmpty() || !target.showsThoughts())
                        ? Optional.empty()
                        : Optional.of("no thoughts or no text");
            case TOOLS -> calls(got);
            case SCHEMA -> fits(got.text(), "sky", "degrees") ? Optional.empty() : Optional.of("not by the schema");
        };
    }

    private static Optional<String> calls(Got got) {
        boolean one = got.calls().size() == 1
                && got.calls().get(0).getKey().equals(Wish.TOOL)
                && fits(got.calls().get(0).getValue(), "city");
        return one ? Optional.empty() : Optional.of("no call of the tool by its parameters");
    }

    private static boolean fits(String text, String... members) {
        try {
            JsonNode value = Json.read(text);
            return value != null && List.of(members).stream().allMatch(value::has);
        } catch (IOException notJson) {
            return false;
        }
    }
}
