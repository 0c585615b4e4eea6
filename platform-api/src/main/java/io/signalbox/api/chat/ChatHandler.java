package io.signalbox.api.chat;

import io.signalbox.api.http.BodyReader;
import io.signalbox.api.http.FaultHandler;
import io.signalbox.api.http.Inbound;
import io.signalbox.billing.usage.RequestLog;
import io.signalbox.chat.AnswerHead;
import io.signalbox.chat.RequestScan;
import io.signalbox.chat.StreamWriter;
import io.signalbox.chat.Surface;
import io.signalbox.fault.Fault;
import io.signalbox.money.Money;
import io.signalbox.route.RouteReason;
import io.signalbox.telemetry.LogKey;
import io.signalbox.telemetry.Meters;
import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One surface of the data plane: the only file that knows HTTP for model requests. Reads the body, runs the pipeline, writes the answer, and ties the client's
 * connection to the work done for it: when it goes, the upstream is reset and what was used is settled.
 */
public final class ChatHandler implements Handler<RoutingContext> {

    private final Surface surface;
    private final ChatPipeline pipeline;
    private final Memory memory;
    private final BodyReader bodies;
    private final RequestLog log;
    private final Meters meters;

    public ChatHandler(
            Surface surface, ChatPipeline pipeline, Memory memory, BodyReader bodies, RequestLog log, Meters meters) {
        this.surface = surface;
        this.pipeline = pipeline;
        this.memory = memory;
        this.bodies = bodies;
        this.log = log;
        this.meters = meters;
    }

    @Override
    public void handle(RoutingContext context) {
        bodies.readJson(context.request())
                .map(body -> surface.read(body, context.request().headers()))
                .compose(scan -> memory.recall(Inbound.of(context).caller(), scan))
                .map(scan -> new ChatRun(call(context, scan), log::append))
                .onFailure(context::fail)
                .onSuccess(run -> answer(context, run));
    }

    private void answer(RoutingContext context, ChatRun run) {
        if (context.response().closed()) {
            // It left while its key was looked up: a close handler set from here on would never be told.
            context.fail(ChatRun.gone());
            return;
        }
        Delivery delivery = new Delivery(context, run);
        context.response().closeHandler(closed -> delivery.clientGone());
        pipeline.answer(run).onSuccess(delivery::deliver).onFailure(delivery::fail);
    }

    private ChatCall call(RoutingContext context, RequestScan scan) {
        Inbound inbound = Inbound.of(context);
        RequestOptions options = RequestOptions.read(context.request().headers(), scan);
        return new ChatCall(inbound.requestId(), inbound.caller(), scan, options, inbound.at(), inbound.startedNanos());
    }

    /** The way back of one answer. */
    private final class Delivery {

        private final RoutingContext context;
        private final HttpServerResponse response;
        private final ChatRun run;
        private @Nullable SseWriter writer;
        private boolean finished;

        Delivery(RoutingContext context, ChatRun run) {
            this.context = context;
            this.response = context.response();
            this.run = run;
        }

        void deliver(ChatAnswer answer) {
            try {
                answer.<Runnable>fold(whole -> () -> deliverWhole(whole), streamed -> () -> deliverStream(streamed))
                        .run();
            } catch (RuntimeException undeliverable) {
                // A whole answer is settled and a stream is not; whoever waits for either must hear that it cannot be
                // given.
                answer.<Runnable>fold(whole -> () -> {}, streamed -> () -> drop(streamed))
                        .run();
                fail(undeliverable);
            }
        }

        private void drop(ChatAnswer.Streamed streamed) {
            run.clientGone();
            if (writer != null) {
                writer.abandon(ChatRun.gone());
                return;
            }
            Telemetry.unattended(streamed.settlement().abandoned(), "settle a stream that could not begin");
        }

        private void deliverWhole(ChatAnswer.Whole whole) {
            if (run.isGone()) {
                finish(Optional.of(ChatRun.gone()));
                return;
            }
            ChatHeaders.putFinal(response, run);
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
            Buffer rendered = surface.whole(whole.reply(), head(), whole.usage());
            Buffer body = run.call().options().metadataInBody() ? Explanation.appendedTo(rendered, run) : rendered;
            finish(Optional.empty());
            keep(rendered);
            Telemetry.unattended(response.end(body), "send an answer");
        }

        private void keep(Buffer answer) {
            ChatCall call = run.call();
            if (memory.keeps(call.scan())) {
                Promise<Void> sent = Promise.promise();
                context.addEndHandler(ended -> sent.tryComplete());
                memory.keep(call.caller(), call.scan(), answer, sent.future());
            }
        }

        private AnswerHead head() {
            ChatCall call = run.call();
            String model = run.served().orElseThrow().deployment().model().name();
            return new AnswerHead(call.requestId(), model, call.at(), call.scan());
        }

        private void deliverStream(ChatAnswer.Streamed streamed) {
            StreamWriter events = surface.stream(head());
            meters.streamOpened();
            writer = new SseWriter(response, streamed, events, run, (ended, fault) -> {
                meters.streamClosed();
                finish(fault);
                events.whole().ifPresent(this::keep);
            });
            if (run.isGone()) {
                writer.abandon(ChatRun.gone());
                return;
            }
            ChatHeaders.putPending(response, run);
            writer.start();
        }

        void fail(Throwable failure) {
            Fault fault = FaultHandler.asFault(failure, run.call().requestId());
            finish(Optional.of(fault));
            if (!response.headWritten() && !response.closed()) {
                ChatHeaders.putFinal(response, run);
                context.fail(fault);
            }
        }

        void clientGone() {
            if (finished) {
                return;
            }
            run.clientGone();
            if (writer != null) {
                writer.abandon(ChatRun.gone());
            }
        }

        /** Takes stock once; before the last byte, so that the access line knows it. */
        private void finish(Optional<Fault> fault) {
            if (finished) {
                return;
            }
            finished = true;
            int status = fault.map(it -> it.code().status()).orElse(200);
            note(context, fault);
            meters.requestEnded(
                    run.served()
                            .map(it -> it.reason())
                            .map(RouteReason::wireName)
                            .orElse("none"),
                    status,
                    run.took());
            meters.overhead(run.overhead());
            if (run.call().scan().stream() && run.served().isPresent()) {
                meters.firstToken(run.toFirstOutput());
            }
            run.ended(fault);
        }

        private void note(RoutingContext on, Optional<Fault> fault) {
            Inbound inbound = Inbound.of(on);
            inbound.note(LogKey.REQUESTED_MODEL, run.call().requestedModel());
            run.served().ifPresent(it -> {
                inbound.note(LogKey.MODEL, it.deployment().model().name());
                inbound.note(LogKey.PROVIDER, it.deployment().provider().name());
            });
            inbound.note(LogKey.COST_USD, run.cost().map(Money::usd).orElse("unpriced"));
            fault.ifPresent(it -> inbound.note(LogKey.CODE, it.code().wireName()));
        }
    }
}
