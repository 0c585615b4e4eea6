package io.signalbox.webhook;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;

/** Whether something may be sent to a place now. */
sealed interface Verdict {

    /** It may; to that very address if there is one. */
    record Go(Optional<InetAddress> address) implements Verdict {}

    /** It may not. */
    record Stay(String why) implements Verdict {}

    default <T> T fold(Function<Go, T> go, Function<Stay, T> stay) {
        return this instanceof Go it ? go.apply(it) : stay.apply((Stay) this);
    }
}
