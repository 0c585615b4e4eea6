package io.signalbox.dialect.input;

import io.signalbox.provider.Dialect;
import io.signalbox.provider.Frame;
import io.signalbox.provider.FrameReader;
import io.signalbox.provider.PieceReader;
import io.signalbox.provider.ProviderCall;
import io.signalbox.provider.ProviderError;
import io.signalbox.provider.ProviderReply;
import io.signalbox.provider.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** A dialect of answers that come whole. */
interface WholeDialect extends Dialect {

    @Override
    default boolean isStream(String contentType) {
        return false;
    }

    @Override
    default FrameReader frames(Consumer<Frame> sink) {
        throw new IllegalStateException("nothing here is streamed");
    }

    @Override
    default PieceReader pieces(ProviderCall call) {
        throw new IllegalStateException("nothing here is streamed");
    }

    @Override
    default ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        return Refusal.of(status, headers, ProviderError.read(body));
    }
}
