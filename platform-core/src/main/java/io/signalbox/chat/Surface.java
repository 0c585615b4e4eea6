package io.signalbox.chat;

import io.signalbox.fault.Fault;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** One shape in which clients ask and are answered: pure, and the same for every provider behind it. */
public interface Surface {

    /** Reads a request's body in one pass. Fails with {@code INVALID_JSON}, or with a fault that names the parameter; never quotes the body. */
    RequestScan read(Buffer body);

    /** As {@link #read(Buffer)}, for a surface whose clients say something in {@code headers} too. */
    default RequestScan read(Buffer body, MultiMap headers) {
        return read(body);
    }

    /** A whole answer: {@code reply} is of this wire's own kind or a {@link ChatResult}. */
    Buffer whole(Reply reply, AnswerHead head, UsageLine usage);

    /** A writer for one streamed answer. */
    StreamWriter stream(AnswerHead head);

    /** The body of an error. */
    Buffer error(Fault fault, String requestId);
}
