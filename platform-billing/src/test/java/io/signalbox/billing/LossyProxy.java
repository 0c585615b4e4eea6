package io.signalbox.billing;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A wire to PostgreSQL that breaks at a commit: before PostgreSQL hears of it, or after, so that only its answer is lost. */
public final class LossyProxy {

    public enum Loss {
        NONE,
        /** The commit never arrives: PostgreSQL rolls back. */
        COMMIT,
        /** The commit is done, but nobody is told. */
        ANSWER
    }

    private static final String COMMIT = "COMMIT";

    private final AtomicReference<Loss> next = new AtomicReference<>(Loss.NONE);
    private final NetServer server;
    private final NetClient client;
    private final PgConnectOptions target;

    public LossyProxy(Vertx vertx, PgConnectOptions target) {
        this.target = target;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer().connectHandler(this::pass);
        try {
            server.listen(0, "127.0.0.1").await(5, SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** How to reach PostgreSQL through this. */
    public PgConnectOptions options() {
        return new PgConnectOptions(target).setHost("127.0.0.1").setPort(server.actualPort());
    }

    /** Breaks the connection that commits next. */
    public void loseNext(Loss loss) {
        next.set(loss);
    }

    private void pass(NetSocket here) {
        here.pause();
        client.connect(target.getPort(), target.getHost()).onSuccess(there -> {
            AtomicReference<Loss> broken = new AtomicReference<>(Loss.NONE);
            there.handler(answer -> {
                if (broken.get() == Loss.ANSWER) {
                    here.close();
                    there.close();
                    return;
                }
                here.write(answer);
            });
            here.handler(asked -> {
                if (isCommit(asked)) {
                    broken.set(next.getAndSet(Loss.NONE));
                }
                if (broken.get() == Loss.COMMIT) {
                    here.close();
                    there.close();
                    return;
                }
                there.write(asked);
            });
            here.closeHandler(gone -> there.close());
            there.closeHandler(gone -> here.close());
            here.resume();
        });
    }

    private static boolean isCommit(Buffer message) {
        return message.toString("ISO-8859-1").contains(COMMIT);
    }
}
