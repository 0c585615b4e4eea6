package io.signalbox.api.manage.http;

import io.signalbox.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * Sends a body piece by piece, each asked for only when the one before is on its way: a slow reader slows the making, and one piece is held at a time. When a
 * piece fails, the response is reset, so that nobody takes a part for the whole.
 */
final class PieceWriter {

    private final HttpServerResponse response;
    private final Answer.Pieces pieces;
    private final Promise<Void> sent = Promise.promise();

    PieceWriter(HttpServerResponse response, Answer.Pieces pieces) {
        this.response = response;
        this.pieces = pieces;
    }

    /** Completes when all is sent. A failure before the first piece leaves the response untouched. */
    Future<Void> send(Answer answer) {
        return pieces.next().compose(first -> {
            response.setStatusCode(answer.status()).setChunked(true);
            answer.headers().forEach(response::putHeader);
            response.putHeader("content-type", answer.contentType());
            write(first);
            return sent.future();
        });
    }

    /** One future for all pieces, however many: a chain of as many would end in as deep a stack. */
    private void write(Optional<String> piece) {
        if (piece.isEmpty()) {
            response.end().onComplete(sent);
            return;
        }
        response.write(piece.get())
                .compose(written -> pieces.next())
                .onSuccess(this::write)
                .onFailure(this::abort);
    }

    private void abort(Throwable failure) {
        Telemetry.unattended(response.reset(), "reset an answer that cannot be finished");
        sent.tryFail(failure);
    }
}
