package io.signalbox.webhook;

import io.signalbox.credential.Egress;
import io.signalbox.credential.Origin;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where channels may lead: anywhere on the public internet by https, or to an origin that the operator named as trusted; e-mail only where the operator has
 * an SMTP server. Asked when a target is saved, and again each time something is sent. Safe on any thread.
 */
public final class Outbound {

    private static final int ADDRESSES_MAX = 10;
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9._%+'-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,24}");

    private final Egress egress;
    private final Set<String> trusted;
    private final boolean mails;

    /** {@code trusted} are origins as {@link Origin#authority()} writes them; {@code mails}: whether there is an SMTP server. */
    public Outbound(Egress egress, Set<String> trusted, boolean mails) {
        this.egress = egress;
        this.trusted = Set.copyOf(trusted);
        this.mails = mails;
    }

    /** A target URL: its origin with path, and its query, which an {@link Origin} has none of. */
    record Target(Origin origin, String query) {

        static Target parse(String url) {
            int mark = url.indexOf('?');
            Origin origin = Origin.parse(mark < 0 ? url : url.substring(0, mark));
            return new Target(origin, mark < 0 ? "" : url.substring(mark));
        }

        String requestUri() {
            return (origin.basePath().isEmpty() ? "/" : origin.basePath()) + query;
        }
    }

    /** As much of a target as people may see again: of a URL its origin, for its path may be a secret. */
    static String shown(Channel.Kind kind, String target) {
        if (kind == Channel.Kind.EMAIL) {
            return target;
        }
        try {
            return Target.parse(target).origin().authority() + "/…";
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /** Fails with {@code INVALID_REQUEST}, naming the field {@code target}, unless a channel of {@code kind} may lead there. */
    Future<Void> admit(Channel.Kind kind, String target) {
        if (kind == Channel.Kind.EMAIL) {
            return refusedAddresses(target).map(Outbound::refused).orElseGet(Future::succeededFuture);
        }
        Target place;
        try {
            place = Target.parse(target);
        } catch (IllegalArgumentException malformed) {
            return refused("must be https://host[:port]/path without user info or fragment");
        }
        return to(place.origin())
                .compose(verdict -> verdict.fold(open -> Future.succeededFuture(), no -> refused(no.why())));
    }

    /** What a connection to {@code origin} has to do now; empty address: wherever its name leads. */
    Future<Verdict> to(Origin origin) {
        if (trusted.contains(origin.authority())) {
            return Future.succeededFuture(new Verdict.Go(Optional.empty()));
        }
        return egress.to(origin)
                .map(verdict -> verdict.<Verdict>fold(
                        open -> new Verdict.Go(Optional.of(open.address())), no -> new Verdict.Stay(no.why())));
    }

    /** The addresses of an e-mail target. */
    static List<String> addresses(String target) {
        return List.of(target.split("\\s*,\\s*"));
    }

    private Optional<String> refusedAddresses(String target) {
        if (!mails) {
            return Optional.of("e-mail needs an SMTP server, which the operator has not configured");
        }
        List<String> addresses = addresses(target);
        boolean good = addresses.size() <= ADDRESSES_MAX
                && addresses.stream().allMatch(each -> ADDRESS.matcher(each).matches());
        return good ? Optional.empty() : Optional.of("must be 1 to 10 e-mail addresses separated by commas");
    }

    private static Future<Void> refused(String why) {
        return Future.failedFuture(Fault.with(FaultCode.INVALID_REQUEST, "The target is refused: " + why + ".")
                .param("target")
                .metadata("errors", List.of(Map.of("pointer", "/target", "code", "refused", "message", why)))
                .build());
    }
}
