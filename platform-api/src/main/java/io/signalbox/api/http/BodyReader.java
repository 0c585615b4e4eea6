package io.signalbox.api.http;

import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole request body within a bound of bytes and of time: one byte more fails with {@code REQUEST_TOO_LARGE} and the rest is not kept; a
 * client that takes longer than {@value #SECONDS_MAX} s to send it fails with {@code REQUEST_TIMEOUT}.
 */
public final class BodyReader {

    static final int SECONDS_MAX = 30;

    private static final String CURLS_OWN = "application/x-www-form-urlencoded";

    private final int bytesMax;

    public BodyReader(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Completes with the body on the request's event loop; fails with {@code CLIENT_GONE} when the client goes away. */
    public Future<Buffer> read(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null && declared.length() > 9 || declaredLength(declared) > bytesMax) {
            return Future.failedFuture(tooLarge());
        }
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer(Math.max(256, declaredLength(declared)));
        request.handler(piece -> {
            if (body.length() + piece.length() > bytesMax) {
                promise.tryFail(tooLarge());
                return;
            }
            body.appendBuffer(piece);
        });
        request.exceptionHandler(
                gone -> promise.tryFail(Fault.of(FaultCode.CLIENT_GONE, "The client went away while sending.")));
        request.endHandler(end -> promise.tryComplete(body));
        return promise.future().timeout(SECONDS_MAX, TimeUnit.SECONDS).recover(failure -> {
            if (failure instanceof TimeoutException) {
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                return Future.failedFuture(tooSlow());
            }
            return Future.failedFuture(failure);
        });
    }

    /**
     * As {@link #read}, of a body that must be JSON: another content type fails with {@code UNSUPPORTED_MEDIA_TYPE}. None is as good as the right one, and
     * so is a form's, which {@code curl -d} says of whatever it sends.
     */
    public Future<Buffer> readJson(HttpServerRequest request) {
        return read(request).map(body -> {
            if (!mayBeJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
                throw Fault.of(
                        FaultCode.UNSUPPORTED_MEDIA_TYPE,
                        "The request body must be JSON: send it with the header content-type: application/json.");
            }
            return body;
        });
    }

    private static boolean mayBeJson(@Nullable String contentType) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.isEmpty() || type.endsWith("/json") || type.endsWith("+json") || type.equals(CURLS_OWN);
    }

    private static int declaredLength(@Nullable String declared) {
        // Netty has already refused a content-length that is no number.
        return declared == null || declared.length() > 9 ? 0 : Integer.parseInt(declared);
    }

    private static Fault tooSlow() {
        return Fault.of(
                FaultCode.REQUEST_TIMEOUT, "The request body did not arrive within " + SECONDS_MAX + " seconds.");
    }

    private Fault tooLarge() {
        return Fault.of(FaultCode.REQUEST_TOO_LARGE, "The request body is larger than " + bytesMax + " bytes.");
    }
}
