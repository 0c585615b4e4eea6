package io.signalbox.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.config.SignalboxConfig.ClusterConfig;
import io.signalbox.config.SignalboxConfig.DataConfig;
import io.signalbox.config.SignalboxConfig.DatabaseConfig;
import io.signalbox.config.SignalboxConfig.HttpConfig;
import io.signalbox.config.SignalboxConfig.LimitsConfig;
import io.signalbox.config.SignalboxConfig.LogConfig;
import io.signalbox.config.SignalboxConfig.LogFormat;
import io.signalbox.config.SignalboxConfig.LogLevel;
import io.signalbox.config.SignalboxConfig.ProviderConfig;
import io.signalbox.config.SignalboxConfig.SandboxConfig;
import io.signalbox.config.SignalboxConfig.SecurityConfig;
import io.signalbox.config.SignalboxConfig.WebhooksConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    private static final Map<String, String> NONE = Map.of();

    @TempDir
    private Path folder;

    @Test
    void hasADefaultForEveryKey() {
        // When
        SignalboxConfig config = ConfigLoader.load(Optional.empty(), NONE, NONE);

        // Then
        assertThat(config)
                .isEqualTo(new SignalboxConfig(
                        new HttpConfig("127.0.0.1", 8080, Optional.empty(), Duration.ofSeconds(30)),
                        new DataConfig(Path.of("./data")),
                        new DatabaseConfig(Optional.empty(), 10),
                        new ClusterConfig(false, List.of(), "127.0.0.1", 5701, 0, "signalbox"),
                        new SecurityConfig(Optional.empty()),
                        providers(Map.of()),
                        new SandboxConfig(Optional.empty(), 0, Duration.ofMillis(100), Duration.ofMillis(5)),
                        new LimitsConfig(
                                DataSize.parse("10MB"),
                                DataSize.parse("32KB"),
                                Duration.ofSeconds(75),
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(30)),
                        SmtpConfigTest.NONE,
                        new WebhooksConfig(List.of()),
                        new LogConfig(LogFormat.TEXT, LogLevel.INFO)));
    }

    @Test
    void takesEveryKeyFromTheFile() throws IOException {
        // Given
        Path file = file("""
                http: {host: 0.0.0.0, port: 9000, public-url: "https://llm.example.com", drain-timeout: 5m}
                data: {dir: /srv/signalbox}
                database: {url: "postgresql://app:pw@db:5432/signalbox", pool-size: 20}
                cluster: {enabled: true, members: ["10.0.0.1:5701", 10.0.0.2], host: 10.0.0.3, port: 5800, event-bus-port: 5900, name: blue}
                security: {master-key: %s}
                providers: {openai: {api-key: sk-1, base-url: "http://127.0.0.1:11434/v1"}}
                sandbox: {port: 9100, first-token-latency: 0ms, token-latency: 1ms}
                limits:
                  max-body: 1MB
                  max-head: 16KB
                  idle-timeout: 10s
                  request-timeout: 1m
                  connect-timeout: 500ms
                  first-token-timeout: 20s
                  token-timeout: 4s
                smtp: {host: mail.example.com, port: 465, security: tls, username: signalbox, password: mail-pw, from: alerts@example.com}
                webhooks: {trusted-origins: "http://10.0.0.7:8080"}
                log: {format: json, level: debug}
                """.formatted("A".repeat(43) + "="));

        // When
        SignalboxConfig config = ConfigLoader.load(Optional.of(file), NONE, NONE);

        // Then
        assertThat(config)
                .isEqualTo(new SignalboxConfig(
                        new HttpConfig(
                                "0.0.0.0",
                                9000,
                                Optional.of(URI.create("https://llm.example.com")),
                                Duration.ofMinutes(5)),
                        new DataConfig(Path.of("/srv/signalbox")),
                        new DatabaseConfig(Optional.of(new Secret("postgresql://app:pw@db:5432/signalbox")), 20),
                        new ClusterConfig(true, List.of("10.0.0.1:5701", "10.0.0.2"), "10.0.0.3", 5800, 5900, "blue"),
                        new SecurityConfig(Optional.of(new Secret("A".repeat(43) + "="))),
                        providers(Map.of(
                                "openai",
                                new ProviderConfig(
                                        Optional.of(new Secret("sk-1")),
                                        Optional.of(URI.create("http://127.0.0.1:11434/v1"))))),
                        new SandboxConfig(Optional.empty(), 9100, Duration.ZERO, Duration.ofMillis(1)),
                        new LimitsConfig(
                                DataSize.parse("1MB"),
                                DataSize.parse("16KB"),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(4)),
                        SmtpConfigTest.GIVEN,
                        new WebhooksConfig(List.of(URI.create("http://10.0.0.7:8080"))),
                        new LogConfig(LogFormat.JSON, LogLevel.DEBUG)));
    }

    @Test
    void letsTheEnvironmentWinOverTheFileAndFlagsOverBoth() throws IOException {
        // Given
        Path file = file("http:\n  port: 9000\n  host: 10.0.0.1\n  drain-timeout: 1s\n");

        // When
        HttpConfig http = ConfigLoader.load(
                        Optional.of(file),
                        Map.of("SIGNALBOX_HTTP_PORT", "9001", "SIGNALBOX_HTTP_HOST", "10.0.0.2"),
                        Map.of("http.port", "9002"))
                .http();

        // Then
        assertThat(http).isEqualTo(new HttpConfig("10.0.0.2", 9002, Optional.empty(), Duration.ofSeconds(1)));
    }

    @Test
    void takesAProvidersOwnVariablesUnlessOursSayOtherwise() {
        // When
        ProviderConfig openai = ConfigLoader.load(
                        Optional.empty(),
                        Map.of(
                                "OPENAI_API_KEY", "sk-theirs",
                                "OPENAI_BASE_URL", "http://127.0.0.1:9/v1",
                                "SIGNALBOX_PROVIDERS_OPENAI_API_KEY", "sk-ours"),
                        NONE)
                .providers()
                .get("openai");

        // Then
        assertThat(openai.apiKey()).contains(new Secret("sk-ours"));
        assertThat(openai.baseUrl()).contains(URI.create("http://127.0.0.1:9/v1"));
    }

    @Test
    void resolvesVariablesDefaultsAndFilesInTheFile() throws IOException {
        // Given
        Path key = Files.writeString(folder.resolve("key"), "sk-from-file\n");
        Path file = file("providers: {openai: {api-key: \"${file:" + key + "}\", base-url: \"${BASE:-http://h/v1}\"}}\n"
                + "http: {host: \"${HOST}\"}");

        // When
        SignalboxConfig config = ConfigLoader.load(Optional.of(file), Map.of("HOST", "10.1.1.1"), NONE);

        // Then
        assertThat(config.http().host()).isEqualTo("10.1.1.1");
        assertThat(config.providers().get("openai"))
                .isEqualTo(new ProviderConfig(
                        Optional.of(new Secret("sk-from-file")), Optional.of(URI.create("http://h/v1"))));
    }

    @Test
    void ignoresOtherVariablesOfOursAndWhatKubernetesAdds() {
        // Given
        Map<String, String> environment = Map.of(
                "SIGNALBOX_CONFIG", "x.yaml",
                "SIGNALBOX_JAVA_OPTS", "-Xmx1g",
                "SIGNALBOX_SERVICE_HOST", "10.0.0.1",
                "SIGNALBOX_PORT", "tcp://10.0.0.1:80",
                "SIGNALBOX_PORT_80_TCP_ADDR", "10.0.0.1",
                "SIGNALBOX_HTTP_HOST", "");

        // When
        SignalboxConfig config = ConfigLoader.load(Optional.empty(), environment, NONE);

        // Then
        assertThat(config.http().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void namesKeyValueAndBound() {
        assertProblem(
                Map.of("SIGNALBOX_HTTP_PORT", "70000"),
                "'http.port' is '70000' (from SIGNALBOX_HTTP_PORT): must be in 0..65535");
        assertProblem(
                Map.of("SIGNALBOX_HTTP_PORT", "http"),
                "'http.port' is 'http' (from SIGNALBOX_HTTP_PORT): must be a whole number");
        assertProblem(
                Map.of("SIGNALBOX_HTTP_DRAIN_TIMEOUT", "30"),
                "'http.drain-timeout' is '30' (from SIGNALBOX_HTTP_DRAIN_TIMEOUT): must be a duration such as 500ms, 30s, 10m or 2h");
        assertProblem(
                Map.of("SIGNALBOX_HTTP_DRAIN_TIMEOUT", "2h"),
                "'http.drain-timeout' is '2h' (from SIGNALBOX_HTTP_DRAIN_TIMEOUT): must be in 0ms..1h");
        assertProblem(
                Map.of("SIGNALBOX_LIMITS_MAX_BODY", "0B"),
                "'limits.max-body' is '0B' (from SIGNALBOX_LIMITS_MAX_BODY): must be in 1KB..64MB");
        assertProblem(
                Map.of("SIGNALBOX_LIMITS_MAX_BODY", "big"),
                "'limits.max-body' is 'big' (from SIGNALBOX_LIMITS_MAX_BODY): must be a size such as 512B, 32KB, 10MB or 1GB");
        assertProblem(
                Map.of("SIGNALBOX_CLUSTER_ENABLED", "yes"),
                "'cluster.enabled' is 'yes' (from SIGNALBOX_CLUSTER_ENABLED): must be true or false");
        assertProblem(
                Map.of("SIGNALBOX_CLUSTER_MEMBERS", "a,b:c"),
                "'cluster.members' is 'a,b:c' (from SIGNALBOX_CLUSTER_MEMBERS): must be host or host:port, separated by commas");
        assertProblem(
                Map.of("SIGNALBOX_LOG_FORMAT", "xml"),
                "'log.format' is 'xml' (from SIGNALBOX_LOG_FORMAT): must be one of text, json");
        assertProblem(
                Map.of("OPENAI_BASE_URL", "localhost"),
                "'providers.openai.base-url' is 'localhost' (from OPENAI_BASE_URL): must be a URL such as https://host:port/path");
    }

    @Test
    void neverPrintsABadSecret() {
        assertProblem(
                Map.of("SIGNALBOX_DATABASE_URL", "mysql://root:hunter2@db/x"),
                "'database.url' is [secret] (from SIGNALBOX_DATABASE_URL): must be postgresql://user:password@host:port/database");
        assertProblem(
                Map.of("SIGNALBOX_SECURITY_MASTER_KEY", "hunter2"),
                "'security.master-key' is [secret] (from SIGNALBOX_SECURITY_MASTER_KEY): must be 32 bytes in base64, 44 characters");
    }

    @Test
    void refusesUnknownNamesWithTheNearestKnownOne() throws IOException {
        // Given
        Path file = file("htpp:\n  port: 1\nhttp:\n  prot: 2\n");

        // Then
        assertProblem(
                Map.of("SIGNALBOX_HTTP_PROT", "1"),
                "unknown variable SIGNALBOX_HTTP_PROT: did you mean 'SIGNALBOX_HTTP_PORT'?");
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(file), NONE, NONE))
                .isInstanceOfSatisfying(
                        ConfigFault.class,
                        fault -> assertThat(fault.problems())
                                .containsExactly(
                                        "unknown key 'htpp.port' in signalbox.yaml: did you mean 'http.port'?",
                                        "unknown key 'http.prot' in signalbox.yaml: did you mean 'http.port'?"));
    }

    @Test
    void tellsWhatIsWrongWithTheFile() throws IOException {
        assertFileProblem("http: [", "is not YAML: line ");
        assertFileProblem("just words", "must hold keys and values");
        assertFileProblem("http: {port: 1, port: 2}", "Duplicate");
        assertFileProblem("http: {host: \"${NOWHERE}\"}", "refers to ${NOWHERE}: the variable must be set");
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(folder.resolve("gone.yaml")), NONE, NONE))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("cannot read");
    }

    @Test
    void collectsEveryProblem() {
        assertThatThrownBy(() -> ConfigLoader.load(
                        Optional.empty(),
                        Map.of(
                                "SIGNALBOX_HTTP_PORT",
                                "-1",
                                "SIGNALBOX_SANDBOX_PORT",
                                "x",
                                "SIGNALBOX_LOG_LEVEL",
                                "loud"),
                        NONE))
                .isInstanceOfSatisfying(
                        ConfigFault.class, fault -> assertThat(fault.problems()).hasSize(3));
    }

    @Test
    void derivesAnUnambiguousVariableForEveryKey() {
        assertThat(ConfigKey.all()).extracting(ConfigKey::variable).doesNotHaveDuplicates();
        assertThat(ConfigKey.all()).extracting(ConfigKey::flag).doesNotHaveDuplicates();
    }

    @Test
    void printsWhatIsInForceWithoutSecrets() {
        // Given
        SignalboxConfig config = ConfigLoader.load(
                Optional.empty(), Map.of("SIGNALBOX_DATABASE_URL", "postgresql://u:hunter2@db/x"), NONE);

        // When
        String printed = ConfigReference.print(config);

        // Then
        assertThat(printed)
                .contains("http.port = 8080", "database.url = [secret]", "http.drain-timeout = 30s")
                .doesNotContain("hunter2");
    }

    @Test
    void takesEveryProvidersConventionalVariables() {
        // When
        Map<String, ProviderConfig> providers = ConfigLoader.load(
                        Optional.empty(),
                        Map.of(
                                "GOOGLE_API_KEY", "g-key",
                                "MISTRAL_API_KEY", "m-key",
                                "AWS_ACCESS_KEY_ID", "AKIA",
                                "AWS_SECRET_ACCESS_KEY", "s3cret",
                                "AWS_REGION", "eu-central-1",
                                "SIGNALBOX_PROVIDERS_CUSTOM_BASE_URL", "http://10.0.0.9:8000/v1",
                                "SIGNALBOX_PROVIDERS_GROQ_API_KEY", "q-key"),
                        NONE)
                .providers();

        // Then
        assertThat(providers.values().stream().filter(ProviderConfig::isGiven)).hasSize(5);
        assertThat(providers.get("gemini").apiKey()).contains(new Secret("g-key"));
        assertThat(providers.get("mistral").baseUrl()).isEmpty();
        assertThat(providers.get("bedrock").apiKey()).contains(new Secret("AKIA:s3cret"));
        assertThat(providers.get("bedrock").baseUrl())
                .contains(URI.create("https://bedrock-runtime.eu-central-1.amazonaws.com"));
        assertThat(providers.get("custom").baseUrl()).contains(URI.create("http://10.0.0.9:8000/v1"));
        assertThat(providers.get("groq").apiKey()).contains(new Secret("q-key"));
    }

    @Test
    void aRegionOrAKeyForNowhereIsNoProvider() {
        Map<String, String> elsewhere =
                Map.of("AWS_REGION", "eu-central-1", "AWS_ACCESS_KEY_ID", "AKIA", "AZURE_OPENAI_API_KEY", "k");

        assertThat(ConfigLoader.load(Optional.empty(), elsewhere, NONE)
                        .providers()
                        .values())
                .noneMatch(ProviderConfig::isGiven);
    }

    @Test
    void aServersOwnAddressBecomesAUrl() {
        ProviderVariables ollama = new ProviderVariables(
                "ollama",
                "Ollama",
                true,
                List.of(),
                List.of("OLLAMA_HOST"),
                new ProviderVariables.Quirks("", "", "11434"));

        assertThat(List.of("0.0.0.0", "127.0.0.1:11434", ":11434", "http://127.0.0.1:11434"))
                .allSatisfy(host -> assertThat(ollama.url(Map.of("OLLAMA_HOST", host)))
                        .map(ProviderVariables.Found::text)
                        .contains("http://127.0.0.1:11434"));
    }

    @Test
    void aProviderWithoutAUsualPlaceNeedsOne() {
        assertProblem(
                Map.of("SIGNALBOX_PROVIDERS_CUSTOM_API_KEY", "k"),
                "'providers.custom.base-url' is missing: Any OpenAI-compatible server has no usual place");
        assertProblem(
                Map.of("SIGNALBOX_PROVIDERS_GROK_API_KEY", "k"),
                "unknown variable SIGNALBOX_PROVIDERS_GROK_API_KEY: did you mean 'SIGNALBOX_PROVIDERS_GROQ_API_KEY'?");
    }

    /** Every provider of the book, given or not. */
    private static Map<String, ProviderConfig> providers(Map<String, ProviderConfig> given) {
        Map<String, ProviderConfig> all = new HashMap<>();
        ProviderVariables.all()
                .forEach(each -> all.put(each.name(), new ProviderConfig(Optional.empty(), Optional.empty())));
        all.putAll(given);
        return all;
    }

    private static void assertProblem(Map<String, String> environment, String sentence) {
        assertThatThrownBy(() -> ConfigLoader.load(Optional.empty(), environment, NONE))
                .isInstanceOf(ConfigFault.class)
                .hasMessage(sentence);
    }

    private void assertFileProblem(String content, String part) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> ConfigLoader.load(Optional.of(file), NONE, NONE))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining(part);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("signalbox.yaml"), content);
    }
}
