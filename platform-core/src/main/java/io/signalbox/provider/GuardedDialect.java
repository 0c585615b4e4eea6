package io.signalbox.provider;

import io.signalbox.chat.Piece;
import io.signalbox.chat.Reply;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A dialect whose mistakes end an attempt instead of leaving it to a timer: whatever it raises while it reads a provider's bytes that is no {@link Fault}
 * becomes {@code PROVIDER_MALFORMED}, with its cause for the log.
 */
final class GuardedDialect implements Dialect {

    private final Dialect dialect;

    GuardedDialect(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Outbound write(ProviderCall call) {
        return dialect.write(call);
    }

    @Override
    public Reply readWhole(ProviderCall call, Buffer body) {
        return guarded(() -> dialect.readWhole(call, body));
    }

    @Override
    public boolean isStream(String contentType) {
        return dialect.isStream(contentType);
    }

    @Override
    public FrameReader frames(Consumer<Frame> sink) {
        FrameReader frames = dialect.frames(sink);
        return piece -> guarded(() -> {
            frames.read(piece);
            return piece;
        });
    }

    @Override
    public PieceReader pieces(ProviderCall call) {
        PieceReader pieces = dialect.pieces(call);
        return new PieceReader() {
            @Override
            public boolean isEnd(Frame frame) {
                return guarded(() -> pieces.isEnd(frame));
            }

            @Override
            public Piece read(Frame frame) {
                return guarded(() -> pieces.read(frame));
            }

            @Override
            public boolean isComplete() {
                return pieces.isComplete();
            }
        };
    }

    @Override
    public ProviderReply.Failed readError(int status, MultiMap headers, Buffer body) {
        try {
            return guarded(() -> dialect.readError(status, headers, body));
        } catch (Fault unreadable) {
            return new ProviderReply.Failed(unreadable, true, Exposure.REFUSED);
        }
    }

    private static <T> T guarded(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Fault told) {
            throw told;
        } catch (RuntimeException mistake) {
            throw Fault.with(FaultCode.PROVIDER_MALFORMED, "the provider's answer could not be understood")
                    .detail(mistake.getClass().getName())
                    .cause(mistake)
                    .build();
        }
    }
}
