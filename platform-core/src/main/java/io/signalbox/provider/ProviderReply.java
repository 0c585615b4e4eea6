package io.signalbox.provider;

import io.signalbox.chat.Reply;
import io.signalbox.fault.Fault;
import java.util.function.Function;

/** How an attempt ended, or for a stream: how it began. */
public sealed interface ProviderReply {

    record Whole(Reply reply) implements ProviderReply {}

    /** A stream whose first output is there; paused until it is resumed. Whoever gets it must read it to its end or cancel the exchange. */
    record Streamed(PieceStream stream) implements ProviderReply {}

    /** No output came: {@code retriable} says whether another deployment may be tried. */
    record Failed(Fault fault, boolean retriable, Exposure exposure) implements ProviderReply {}

    default <T> T fold(Function<Whole, T> whole, Function<Streamed, T> streamed, Function<Failed, T> failed) {
        if (this instanceof Whole it) {
            return whole.apply(it);
        }
        if (this instanceof Streamed it) {
            return streamed.apply(it);
        }
        return failed.apply((Failed) this);
    }
}
