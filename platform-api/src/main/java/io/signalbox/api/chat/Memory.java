package io.signalbox.api.chat;

import io.signalbox.chat.RequestScan;
import io.signalbox.key.Caller;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** What a surface remembers from one request to the next. */
public interface Memory {

    /** Nothing. */
    Memory NONE = new Memory() {
        @Override
        public Future<RequestScan> recall(Caller caller, RequestScan scan) {
            return Future.succeededFuture(scan);
        }

        @Override
        public boolean keeps(RequestScan scan) {
            return false;
        }

        @Override
        public void keep(Caller caller, RequestScan scan, Buffer answer, Future<Void> sent) {
            throw new IllegalStateException("nothing is kept");
        }
    };

    /** The request together with what it goes on from; completes at once when that is nothing. Fails with a {@code Fault} when there is no such thing. */
    Future<RequestScan> recall(Caller caller, RequestScan scan);

    /** Whether the answer to {@code scan}, which was recalled, is to be kept. */
    boolean keeps(RequestScan scan);

    /** Keeps an answer once it was {@code sent}. Never waits and never fails: what cannot be kept is not there later. */
    void keep(Caller caller, RequestScan scan, Buffer answer, Future<Void> sent);
}
