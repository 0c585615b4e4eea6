package io.signalbox.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration of one process, built once by {@link ConfigLoader} and handed on by constructors. A component's name in kebab case
 * is its key: {@code http.port} in {@code signalbox.yaml}, {@code SIGNALBOX_HTTP_PORT} in the environment, {@code --http-port} as a flag.
 * {@code providers} holds every provider of the book by its name, most of them not given; a given one becomes a credential of the platform.
 */
public record SignalboxConfig(
        HttpConfig http,
        DataConfig data,
        DatabaseConfig database,
        ClusterConfig cluster,
        SecurityConfig security,
        Map<String, ProviderConfig> providers,
        SandboxConfig sandbox,
        LimitsConfig limits,
        SmtpConfig smtp,
        WebhooksConfig webhooks,
        LogConfig log) {

    public SignalboxConfig {
        providers = Map.copyOf(providers);
    }

    /** Where the node listens. */
    public record HttpConfig(
            @Setting(value = "Address to listen on.", fallback = "127.0.0.1")
            String host,

            @Setting(value = "Port to listen on, 0..65535; 0 takes any free one.", fallback = "8080")
            int port,

            @Setting(
                    "How people and programs reach the node when a proxy stands before it; none: `http://<host>:<port>`.")
            Optional<URI> publicUrl,

            @Setting(value = "How long requests may go on after SIGTERM, 0ms..1h.", fallback = "30s")
            Duration drainTimeout) {

        public HttpConfig {
            Bounds.within("port", port, 0, 65_535);
            Bounds.within("drain-timeout", drainTimeout, Duration.ZERO, Duration.ofHours(1));
        }
    }

    /** What the node keeps on its own disk. */
    public record DataConfig(
            @Setting(
                    value = "Folder of the node's journal, master key and embedded database; made when missing.",
                    fallback = "./data")
            Path dir) {}

    /** The database every node of an installation shares. */
    public record DatabaseConfig(
            @Setting(
                    "`postgresql://user:password@host:port/database`; none: an embedded PostgreSQL in the data folder.")
            Optional<Secret> url,

            @Setting(value = "Connections in the node's pool, 2..200.", fallback = "10")
            int poolSize) {

        public DatabaseConfig {
            Bounds.within("pool-size", poolSize, 2, 200);
            Bounds.require(
                    url.stream().allMatch(given -> given.value().matches("postgres(ql)?://[^/?#]+/[^/?#]+.*")),
                    "url",
                    "[secret]",
                    "must be postgresql://user:password@host:port/database");
        }
    }

    /** How nodes find each other. */
    public record ClusterConfig(
            @Setting(value = "Join other nodes; implied by members.", fallback = "false")
            boolean enabled,

            @Setting("The nodes to join, `host` or `host:port` separated by commas.")
            List<String> members,

            @Setting(
                    value =
                            "Address that the other nodes reach this one by; it must be private, since nodes trust each other.",
                    fallback = "127.0.0.1")
            String host,

            @Setting(value = "Port for membership, 1..65535; the next free one when it is taken.", fallback = "5701")
            int port,

            @Setting(value = "Port for messages between nodes, 0..65535; 0 takes any free one.", fallback = "0")
            int eventBusPort,

            @Setting(value = "Nodes join only a cluster of the same name.", fallback = "signalbox")
            String name) {

        public ClusterConfig {
            members = List.copyOf(members);
            Bounds.require(
                    members.stream()
                            .allMatch(member -> member.matches("[^\\s:,/]+(:\\d{1,5})?|\\[[0-9a-fA-F:]+](:\\d{1,5})?")),
                    "members",
                    String.join(",", members),
                    "must be host or host:port, separated by commas");
            Bounds.within("port", port, 1, 65_535);
            Bounds.within("event-bus-port", eventBusPort, 0, 65_535);
        }

        /** Whether this node joins others. */
        public boolean joins() {
            return enabled || !members.isEmpty();
        }
    }

    /** What secrets are derived from. */
    public record SecurityConfig(
            @Setting(
                    "32 random bytes in base64 that seal keys and credentials (`openssl rand -base64 32`); none: kept in the data folder.")
            Optional<Secret> masterKey) {

        public SecurityConfig {
            Bounds.require(
                    masterKey.stream().allMatch(key -> key.value().matches("[A-Za-z0-9+/]{43}=")),
                    "master-key",
                    "[secret]",
                    "must be 32 bytes in base64, 44 characters");
        }
    }

    /** One provider of the book; its origin is the operator's, so it is trusted, loopback included. */
    public record ProviderConfig(
            @Setting("The API key of {title}{key}.") Optional<Secret> apiKey,

            @Setting("Where {title} listens; {otherwise}{url}.")
            Optional<URI> baseUrl) {

        public boolean isGiven() {
            return apiKey.isPresent() || baseUrl.isPresent();
        }
    }

    /** The sandbox provider, which serves test keys and installations without a provider. */
    public record SandboxConfig(
            @Setting("A sandbox that several nodes share, up to and with `/v1`; none: one in this process.")
            Optional<URI> url,

            @Setting(
                    value = "Loopback port of the sandbox and its meter, 0..65535; 0 takes any free one.",
                    fallback = "0")
            int port,

            @Setting(value = "Time to the first token, 0ms..1m.", fallback = "100ms")
            Duration firstTokenLatency,

            @Setting(value = "Time between tokens, 0ms..10s.", fallback = "5ms")
            Duration tokenLatency) {

        public SandboxConfig {
            Bounds.within("port", port, 0, 65_535);
            Bounds.within("first-token-latency", firstTokenLatency, Duration.ZERO, Duration.ofMinutes(1));
            Bounds.within("token-latency", tokenLatency, Duration.ZERO, Duration.ofSeconds(10));
        }
    }

    /** Bounds on what one request may take. */
    public record LimitsConfig(
            @Setting(value = "Largest request body, 1KB..64MB.", fallback = "10MB")
            DataSize maxBody,

            @Setting(value = "Largest request head, 4KB..256KB.", fallback = "32KB")
            DataSize maxHead,

            @Setting(value = "How long a connection may be silent, 1s..1h.", fallback = "75s")
            Duration idleTimeout,

            @Setting(value = "Longest request, fallbacks included, 1s..1h.", fallback = "10m")
            Duration requestTimeout,

            @Setting(value = "Time to connect to a provider, 10ms..1m.", fallback = "3s")
            Duration connectTimeout,

            @Setting(value = "Time to a provider's first token, 10ms..10m.", fallback = "60s")
            Duration firstTokenTimeout,

            @Setting(value = "Time between a provider's tokens, 10ms..10m.", fallback = "30s")
            Duration tokenTimeout) {

        public LimitsConfig {
            Bounds.within("max-body", maxBody, DataSize.parse("1KB"), DataSize.parse("64MB"));
            Bounds.within("max-head", maxHead, DataSize.parse("4KB"), DataSize.parse("256KB"));
            Bounds.within("idle-timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
            Bounds.within("request-timeout", requestTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
            Bounds.within("connect-timeout", connectTimeout, Duration.ofMillis(10), Duration.ofMinutes(1));
            Bounds.within("first-token-timeout", firstTokenTimeout, Duration.ofMillis(10), Duration.ofMinutes(10));
            Bounds.within("token-timeout", tokenTimeout, Duration.ofMillis(10), Duration.ofMinutes(10));
        }
    }

    /** The server that e-mail goes out by. */
    public record SmtpConfig(
            @Setting("The SMTP server's host; none: no e-mail is sent.")
            Optional<String> host,

            @Setting(value = "Its port, 1..65535.", fallback = "587")
            int port,

            @Setting(
                    value = "`starttls` insists on it, `tls` speaks it from the first byte, `none` sends in the clear.",
                    fallback = "starttls")
            SmtpSecurity security,

            @Setting("Whom to sign in as; none: without signing in.")
            Optional<String> username,

            @Setting("The password of that user.") Optional<Secret> password,

            @Setting(value = "The sender's address.", fallback = "signalbox@localhost")
            String from) {

        public SmtpConfig {
            Bounds.within("port", port, 1, 65_535);
            Bounds.require(
                    host.stream().allMatch(given -> given.matches("[A-Za-z0-9._:\\[\\]-]{1,253}")),
                    "host",
                    host.orElse(""),
                    "must be a host name or an address");
            Bounds.require(
                    from.matches("[^\\s@<>,]{1,64}@[^\\s@<>,]{1,253}"), "from", from, "must be an e-mail address");
            Bounds.require(
                    username.isPresent() == password.isPresent(),
                    "password",
                    "[secret]",
                    "must be given together with a username");
        }
    }

    public enum SmtpSecurity {
        STARTTLS,
        TLS,
        NONE
    }

    /** Where events are told to. */
    public record WebhooksConfig(
            @Setting(
                    "Origins such as `http://10.0.0.7:8080` that tenants' webhooks may lead to although they are not on the public internet, separated by commas.")
            List<URI> trustedOrigins) {

        public WebhooksConfig {
            trustedOrigins = List.copyOf(trustedOrigins);
        }
    }

    /** What the node writes to standard error. */
    public record LogConfig(
            @Setting(value = "`text` for people, `json` for machines.", fallback = "text")
            LogFormat format,

            @Setting(value = "`debug`, `info`, `warn` or `error`.", fallback = "info")
            LogLevel level) {}

    public enum LogFormat {
        TEXT,
        JSON
    }

    public enum LogLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
