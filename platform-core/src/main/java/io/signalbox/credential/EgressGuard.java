package io.signalbox.credential;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps origins that tenants enter from pointing into our own network. A pure check, for three moments: {@link #refuse(Origin)} and
 * {@link #refuse(Origin, Collection)} when an origin is saved, and the latter again with every connection, connecting to one of the very addresses
 * that were checked. Origins that the operator configured are not to be asked about. Each answer is empty, or a sentence for the tenant that names no
 * address.
 */
public final class EgressGuard {

    private static final String INWARD = "the host must be reachable on the public internet";

    /** What a host name may look like; a resolver may know other forms of an address, such as 0x7f.1, and none of them passes. */
    private static final Pattern HOST_NAME =
            Pattern.compile("(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern IPV4 =
            Pattern.compile("(OCTET\\.){3}OCTET".replace("OCTET", "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"));

    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:]*:[0-9a-f:]*(:[0-9.]+)?");

    private static final List<String> INWARD_SUFFIXES =
            List.of(".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".onion", ".arpa");

    /** Everything IANA calls special, and addresses at which clouds answer with credentials. */
    private static final List<Range> SPECIAL = Range.list(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** Of IPv6 only this is routed; what maps, embeds or translates an IPv4 address lies outside it or is listed above. */
    private static final Range GLOBAL_IPV6 = Range.of("2000::/3");

    private final Set<InetAddress> own;

    /** {@code own}: addresses of ours that look public, which are refused as well. */
    public EgressGuard(Set<InetAddress> own) {
        this.own = Set.copyOf(own);
    }

    /** A guard that also refuses every address of this machine. */
    public static EgressGuard ofThisHost() {
        try {
            return new EgressGuard(NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (SocketException unreadable) {
            throw new IllegalStateException("this machine's addresses cannot be listed", unreadable);
        }
    }

    /** Checks what can be told without resolving the name. */
    public Optional<String> refuse(Origin origin) {
        if (!origin.tls()) {
            return Optional.of("the URL must begin with https://");
        }
        String host = normalised(origin.host());
        if (IPV4.matcher(host).matches() || IPV6.matcher(host).matches()) {
            return refuseLiteral(host);
        }
        boolean isInward = INWARD_SUFFIXES.stream().anyMatch(host::endsWith);
        return HOST_NAME.matcher(host).matches() && !isInward ? Optional.empty() : Optional.of(INWARD);
    }

    /** Checks an origin with all the addresses its host resolves to: one bad one is enough, for any of them may be taken. */
    public Optional<String> refuse(Origin origin, Collection<InetAddress> resolved) {
        Optional<String> refused = refuse(origin);
        if (refused.isPresent()) {
            return refused;
        }
        if (resolved.isEmpty()) {
            return Optional.of("the host does not exist");
        }
        return resolved.stream().allMatch(this::isOutward) ? Optional.empty() : Optional.of(INWARD);
    }

    /** Whether a connection may go there. */
    public boolean isOutward(InetAddress address) {
        if (own.contains(address)) {
            return false;
        }
        boolean routed = address instanceof Inet4Address || GLOBAL_IPV6.contains(address);
        return routed && SPECIAL.stream().noneMatch(range -> range.contains(address));
    }

    private Optional<String> refuseLiteral(String host) {
        return Range.literal(host).filter(this::isOutward).isPresent() ? Optional.empty() : Optional.of(INWARD);
    }

    private static String normalised(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[") && lower.endsWith("]")) {
            return lower.substring(1, lower.length() - 1);
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The addresses that share a prefix. */
    private record Range(InetAddress prefix, int bits) {

        static List<Range> list(String... texts) {
            return Arrays.stream(texts).map(Range::of).toList();
        }

        static Range of(String text) {
            int slash = text.indexOf('/');
            InetAddress prefix = literal(text.substring(0, slash)).orElseThrow();
            return new Range(prefix, Integer.parseInt(text.substring(slash + 1)));
        }

        /** Reads an address; asks no resolver, for it has the form of one. An IPv4-mapped IPv6 address becomes IPv4. */
        static Optional<InetAddress> literal(String text) {
            try {
                return Optional.of(InetAddress.getByName(text));
            } catch (UnknownHostException malformed) {
                return Optional.empty();
            }
        }

        boolean contains(InetAddress address) {
            byte[] mine = prefix.getAddress();
            byte[] other = address.getAddress();
            if (mine.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((mine[bit >> 3] & mask) != (other[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
