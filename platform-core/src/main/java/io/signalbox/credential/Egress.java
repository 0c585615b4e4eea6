package io.signalbox.credential;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way out to an origin that a tenant entered: its host is resolved once and all its addresses are checked, when it is saved and again with every
 * connection. Whoever connects must take the very address that was checked, for the name may mean another one by then. Safe on any thread.
 */
public record Egress(EgressGuard guard, HostAddresses addresses) {

    /** Whether a connection may go to an origin now. */
    public sealed interface Verdict {

        /** It may, to {@code address}. */
        record Open(InetAddress address) implements Verdict {}

        /** It may not; {@code why} is for the tenant and names no address. */
        record Refused(String why) implements Verdict {}

        default <T> T fold(Function<Open, T> open, Function<Refused, T> refused) {
            return this instanceof Open it ? open.apply(it) : refused.apply((Refused) this);
        }
    }

    /** Resolves and checks; fails only when resolving does. */
    public Future<Verdict> to(Origin origin) {
        Optional<String> refused = guard.refuse(origin);
        if (refused.isPresent()) {
            return Future.succeededFuture(new Verdict.Refused(refused.get()));
        }
        return addresses
                .of(origin.host())
                .map(found -> guard.refuse(origin, found)
                        .<Verdict>map(Verdict.Refused::new)
                        .orElseGet(() -> new Verdict.Open(found.get(0))));
    }
}
