package io.signalbox.provider;

import io.signalbox.chat.Reply;
import io.signalbox.fault.Fault;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * A wire protocol as a provider speaks it, for one kind of operation. Pure and without state: one instance serves all. A call whose wire the
 * provider takes as it is ({@link ProviderCall#isNative}) is spliced and its answer kept as bytes; any other is written from
 * {@link io.signalbox.chat.RequestScan#chat} and read into {@link io.signalbox.chat.ChatResult} and {@link io.signalbox.chat.Deltas}.
 */
public interface Dialect {

    /** The request of one attempt. Fails with a {@link Fault} that names the parameter when it cannot be said in this protocol. */
    Outbound write(ProviderCall call);

    /** A whole answer with status 200. Fails with a {@link Fault}: {@code PROVIDER_MALFORMED}, or what the provider reports in it. */
    Reply readWhole(ProviderCall call, Buffer body);

    /** Whether an answer of this content type is a stream. */
    boolean isStream(String contentType);

    /** The framing of a stream. */
    FrameReader frames(Consumer<Frame> sink);

    /** The meaning of a stream's frames. */
    PieceReader pieces(ProviderCall call);

    /** What an answer with another status than 200 means. */
    ProviderReply.Failed readError(int status, MultiMap headers, Buffer body);
}
