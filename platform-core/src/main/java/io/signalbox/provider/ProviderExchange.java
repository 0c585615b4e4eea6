package io.signalbox.provider;

import io.signalbox.chat.Reply;
import io.signalbox.credential.Egress;
import io.signalbox.fault.Blame;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on the wire. {@link #reply} never fails: what goes wrong is a {@link ProviderReply.Failed}. However it ends, an answer that is
 * not read to its end is reset, never drained: a provider bills what it may go on writing.
 */
public final class ProviderExchange {

    /** The largest whole answer. */
    static final int BODY_BYTES_MAX = 10 << 20;

    /** A longer body is translated off the event loop: 256 KiB may take some milliseconds, 10 MiB tens. */
    private static final int TRANSLATED_BYTES_MAX = 256 << 10;

    private static final int ERROR_BODY_BYTES_MAX = 64 << 10;
    private static final int OK = 200;
    private static final Duration TAIL = Duration.ofSeconds(5);

    private final Context context;
    private final ProviderCall call;
    private final Dialect dialect;
    private final ProviderTimeouts timeouts;
    private final ExchangeClock clock;
    private final Promise<ProviderReply> reply = Promise.promise();

    private final Wire wire = new Wire();
    private @Nullable PieceStream stream;
    private Buffer body = Buffer.buffer();
    private boolean sent;
    private boolean over;

    ProviderExchange(Vertx vertx, ProviderCall call, Dialect dialect, ProviderTimeouts timeouts) {
        this.context = vertx.getOrCreateContext();
        this.call = call;
        this.dialect = new GuardedDialect(dialect);
        this.timeouts = timeouts;
        Duration total = call.timeLeft().compareTo(timeouts.total()) < 0 ? call.timeLeft() : timeouts.total();
        this.clock = new ExchangeClock(vertx, total, this::expired);
    }

    /** How the attempt ended or its stream began; completes on the context it was sent from. */
    public Future<ProviderReply> reply() {
        return reply.future();
    }

    /** Gives the attempt up at any time, from any thread, any number of times: the provider is reset and nothing more is delivered. */
    public void cancel() {
        onContext(() -> {
            if (over) {
                return;
            }
            if (stream != null) {
                stream.silence();
            }
            Fault gone = Fault.of(FaultCode.CLIENT_GONE, "The client went away before the answer was complete.");
            giveUp(new ProviderReply.Failed(gone, false, exposure()));
        });
    }

    void start(HttpClient client, Egress egress) {
        onContext(() -> {
            if (!call.isNative() && call.scan().body().length() > TRANSLATED_BYTES_MAX) {
                context.executeBlocking(() -> dialect.write(call), false)
                        .onComplete(
                                outbound -> onContext(() -> send(client, egress, outbound)),
                                failure -> onContext(() -> unsayable(failure)));
                return;
            }
            Outbound outbound;
            try {
                outbound = dialect.write(call);
            } catch (Fault unsayable) {
                unsayable(unsayable);
                return;
            }
            send(client, egress, outbound);
        });
    }

    private void unsayable(Throwable failure) {
        Fault fault = failure instanceof Fault known
                ? known
                : Fault.with(FaultCode.INTERNAL, "The request could not be translated.")
                        .cause(failure)
                        .build();
        giveUp(new ProviderReply.Failed(fault, false, Exposure.NOT_SENT));
    }

    private void send(HttpClient client, Egress egress, Outbound outbound) {
        if (over) {
            return;
        }
        body = outbound.body();
        clock.enter(ExchangeClock.Phase.CONNECT, timeouts.connect());
        RequestOptions head = RequestHead.of(call, outbound);
        if (call.deployment().trusted()) {
            connect(client, head);
            return;
        }
        egress.to(call.deployment().origin())
                .onComplete((verdict, failure) -> onContext(() -> {
                    if (failure != null) {
                        notConnected(failure);
                        return;
                    }
                    verdict.<Runnable>fold(
                                    open -> () -> connect(client, pinned(head, open.address())),
                                    refused -> () -> barred(refused.why()))
                            .run();
                }));
    }

    private void connect(HttpClient client, RequestOptions head) {
        if (!over) {
            client.request(head).onComplete(this::connected, this::notConnected);
        }
    }

    /** To the address that was checked and no other; the host's name still goes into the head and the TLS handshake. */
    static RequestOptions pinned(RequestOptions head, InetAddress checked) {
        return head.setServer(SocketAddress.inetSocketAddress(head.getPort(), checked.getHostAddress()));
    }

    private void barred(String why) {
        failed(Fault.with(FaultCode.PROVIDER_UNREACHABLE, "The provider cannot be reached.")
                .detail("egress refused: " + why)
                .build());
    }

    private void onContext(Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
            return;
        }
        context.runOnContext(now -> work.run());
    }

    private void connected(HttpClientRequest request) {
        wire.connected(request);
        request.exceptionHandler(ProviderClient::alreadyTold);
        if (over) {
            wire.reset();
            return;
        }
        sent = true;
        if (call.stream()) {
            clock.enter(ExchangeClock.Phase.FIRST_BYTE, sooner(timeouts.firstByte()));
        } else {
            clock.enter(ExchangeClock.Phase.WHOLE_ANSWER, sooner(timeouts.total()));
        }
        request.send(body).onComplete(this::answered, this::lost);
    }

    private Duration sooner(Duration limit) {
        return limit.compareTo(call.timeToBegin()) < 0 ? limit : call.timeToBegin();
    }

    private void notConnected(Throwable cause) {
        if (cause instanceof ConnectionPoolTooBusyException) {
            failed(Fault.of(FaultCode.OVERLOADED, "Too many requests wait for this provider."));
            return;
        }
        failed(unreachable("The provider cannot be reached.", cause));
    }

    private void lost(Throwable cause) {
        failed(unreachable("The connection to the provider broke before it answered.", cause));
    }

    private static Fault unreachable(String message, Throwable cause) {
        return Fault.with(FaultCode.PROVIDER_UNREACHABLE, message)
                .detail(cause.toString())
                .build();
    }

    private void answered(HttpClientResponse answer) {
        wire.answered(answer);
        answer.exceptionHandler(ProviderClient::alreadyTold);
        if (over) {
            wire.reset();
            return;
        }
        if (answer.statusCode() != OK) {
            readRefusal(answer);
            return;
        }
        @Nullable String encoding = answer.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !"identity".equalsIgnoreCase(encoding)) {
            failed(Fault.of(FaultCode.PROVIDER_MALFORMED, "The provider answered in an encoding nobody asked for."));
            return;
        }
        if (call.stream() && isStream(answer)) {
            readStream(answer);
            return;
        }
        readWhole(answer);
    }

    private boolean isStream(HttpClientResponse answer) {
        @Nullable String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && dialect.isStream(type);
    }

    private void readRefusal(HttpClientResponse answer) {
        clock.enter(ExchangeClock.Phase.INTER_TOKEN, timeouts.interToken());
        BodyReader.read(answer, ERROR_BODY_BYTES_MAX, clock::touch)
                .onComplete(
                        body -> {
                            wire.ended();
                            refused(answer, body);
                        },
                        broken -> refused(answer, Buffer.buffer(0)));
    }

    private void refused(HttpClientResponse answer, Buffer body) {
        giveUp(dialect.readError(answer.statusCode(), answer.headers(), body));
    }

    private void readWhole(HttpClientResponse answer) {
        clock.enter(ExchangeClock.Phase.INTER_TOKEN, timeouts.interToken());
        BodyReader.read(answer, BODY_BYTES_MAX, clock::touch)
                .onComplete(
                        body -> {
                            wire.ended();
                            whole(body);
                        },
                        broken -> failed(broken instanceof Fault fault ? fault : PieceStream.cut()));
    }

    private void whole(Buffer read) {
        Reply answer;
        try {
            answer = dialect.readWhole(call, read);
        } catch (Fault unreadable) {
            failed(unreadable);
            return;
        }
        if (call.stream()) {
            failed(Fault.of(
                    FaultCode.PROVIDER_MALFORMED, "The provider answered a streaming request without a stream."));
            return;
        }
        giveUp(new ProviderReply.Whole(answer));
    }

    private void readStream(HttpClientResponse answer) {
        PieceStream chunks = new PieceStream(this, dialect, call);
        stream = chunks;
        answer.handler(piece -> {
            clock.touch();
            chunks.read(piece.getBytes());
        });
        answer.exceptionHandler(cause -> streamEnded(chunks, PieceStream.cut()));
        answer.endHandler(end -> streamEnded(chunks, null));
    }

    private void streamEnded(PieceStream chunks, @Nullable Fault failure) {
        wire.ended();
        if (over) {
            clock.stop();
            return;
        }
        chunks.upstreamEnded(failure);
    }

    /** The stream has its first output: the answer counts as begun, and nothing is read until somebody wants it. */
    void begun(PieceStream begun) {
        clock.enter(ExchangeClock.Phase.INTER_TOKEN, timeouts.interToken());
        pauseUpstream();
        reply.tryComplete(new ProviderReply.Streamed(begun));
    }

    void pauseUpstream() {
        wire.pause();
        clock.suspend();
    }

    void resumeUpstream() {
        clock.resume();
        wire.resume();
    }

    /** The provider said that the answer is complete; what is left is the end of the body, so that the connection can be used again. */
    void complete() {
        over = true;
        if (wire.isOver()) {
            clock.stop();
            return;
        }
        clock.enter(ExchangeClock.Phase.TAIL, TAIL);
        resumeUpstream();
    }

    /** The attempt failed before any output: somebody else may do better, unless the request itself is at fault. */
    void failed(Fault fault) {
        giveUp(new ProviderReply.Failed(fault, fault.code().blame() != Blame.CALLER, exposure()));
    }

    /** The stream failed after output. */
    void broken(Fault fault) {
        over = true;
        clock.stop();
        wire.reset();
        if (stream != null) {
            stream.fail(fault);
        }
    }

    private void giveUp(ProviderReply outcome) {
        if (over) {
            return;
        }
        over = true;
        clock.stop();
        wire.reset();
        reply.tryComplete(outcome);
    }

    private Exposure exposure() {
        return sent ? Exposure.UNKNOWN : Exposure.NOT_SENT;
    }

    private void expired(ExchangeClock.Phase phase) {
        if (phase == ExchangeClock.Phase.TAIL) {
            wire.reset();
            return;
        }
        Fault late = Fault.of(
                FaultCode.PROVIDER_TIMEOUT,
                clock.isPastDeadline() ? "The time for this request is up." : phase.complaint());
        if (reply.future().isComplete()) {
            broken(late);
            return;
        }
        failed(late);
    }
}
