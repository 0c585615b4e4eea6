package io.signalbox.provider;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Collects an answer's body up to a bound. */
final class BodyReader {

    private final int bytesMax;
    private final Promise<Buffer> whole = Promise.promise();
    private Buffer body = Buffer.buffer(0);

    private BodyReader(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Fails with {@code PROVIDER_MALFORMED} as soon as the body exceeds {@code bytesMax}, and with the connection's exception when it
     * breaks; the caller resets the answer. {@code touched} runs with every piece.
     */
    static Future<Buffer> read(HttpClientResponse answer, int bytesMax, Runnable touched) {
        BodyReader reader = new BodyReader(bytesMax);
        answer.handler(piece -> {
            touched.run();
            reader.add(piece);
        });
        answer.exceptionHandler(reader.whole::tryFail);
        answer.endHandler(end -> reader.whole.tryComplete(reader.body));
        return reader.whole.future();
    }

    private void add(Buffer piece) {
        if (body.length() + piece.length() > bytesMax) {
            body = Buffer.buffer(0);
            whole.tryFail(Fault.of(
                    FaultCode.PROVIDER_MALFORMED, "The provider's answer is larger than " + bytesMax + " bytes."));
            return;
        }
        body = body.length() == 0 ? piece : body.appendBuffer(piece);
    }
}
