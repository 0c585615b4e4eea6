package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class CredentialsTest {

    private static AdminApi api;

    private final Org org = api.org();

    @BeforeAll
    static void open() {
        api = AdminApi.start();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private Reply create(String name) {
        return api.post(org, "/credentials", Specimens.credential(name));
    }

    private Reply change(Reply credential, JsonObject change) {
        return api.writeVersion(
                "PATCH", org, "/credentials/" + credential.json().getString("id"), credential.header("etag"), change);
    }

    @Test
    void keepsASecretAndShowsItsLastFourCharactersOnly() {
        Reply made = create("main");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().getMap())
                .containsEntry("has_secret", true)
                .containsEntry("last_four", "6789")
                .containsEntry("base_url", "https://api.openai.com:443/v1");
        Reply read = api.get(org, "/credentials/" + made.json().getString("id"));
        assertThat(read.json()).isEqualTo(made.json());
        assertThat(Specimens.data(api.get(org, "/credentials"))).containsExactly(made.json());
    }

    @Test
    void takesEveryPresetAtItsUsualPlaceAndWithoutAKeyWhereNoneIsNeeded() {
        JsonObject mistral =
                new JsonObject().put("provider", "mistral").put("name", "m").put("secret", "k-0123456789abcdef");
        JsonObject nowhere = new JsonObject().put("provider", "custom").put("name", "lab");
        JsonObject custom = nowhere.copy().put("base_url", "https://llm.example.com/v1");
        JsonObject unknown = mistral.copy().put("provider", "skynet");

        assertThat(api.post(org, "/credentials", mistral).json().getString("base_url"))
                .isEqualTo("https://api.mistral.ai:443/v1");
        assertThat(api.post(org, "/credentials", nowhere).text()).contains("base_url", "has no usual place");
        assertThat(api.post(org, "/credentials", custom).json().getBoolean("has_secret"))
                .isTrue();
        assertThat(api.post(org, "/credentials", unknown).text()).contains("anthropic", "openrouter", "vllm");
    }

    @Test
    void listsTheProvidersACredentialCanBeMadeFor() {
        List<JsonObject> providers = Specimens.data(api.get(org, "/providers"));

        assertThat(providers)
                .extracting(each -> each.getString("name"))
                .contains("openai", "anthropic", "custom")
                .doesNotContain("sandbox");
        assertThat(providers)
                .filteredOn(each -> each.getString("name").equals("vllm"))
                .singleElement()
                .satisfies(vllm -> {
                    assertThat(vllm.getBoolean("needs_key")).isFalse();
                    assertThat(vllm.getJsonArray("native_surfaces")).contains("chat");
                    assertThat(vllm.getString("base_url")).isEqualTo("http://localhost:8000/v1");
                });
    }

    @Test
    void dropsTheSecretWhenTheBaseUrlChanges() {
        Reply made = create("moving");

        Reply moved = change(made, new JsonObject().put("base_url", "https://elsewhere.example.com/v1"));
        Reply armed = change(
                moved,
                new JsonObject()
                        .put("base_url", "https://third.example.com")
                        .put("secret", "sk-another-secret-000001111"));

        assertThat(moved.json().getBoolean("has_secret")).isFalse();
        assertThat(moved.json().getValue("last_four")).isNull();
        assertThat(armed.json().getString("last_four")).isEqualTo("1111");
        assertThat(armed.header("etag")).isEqualTo("\"3\"");
    }

    @Test
    void keepsTheSecretThroughARename() {
        Reply renamed =
                change(create("old"), new JsonObject().put("name", "new").putNull("secret"));

        assertThat(renamed.json().getString("name")).isEqualTo("new");
        assertThat(renamed.json().getBoolean("has_secret")).isTrue();
    }

    @Test
    void changesAndDeletesOnlyTheVersionThatWasRead() {
        Reply made = create("careful");
        String path = "/credentials/" + made.json().getString("id");

        assertThat(api.write("PATCH", org, path, new JsonObject().put("name", "x"))
                        .status())
                .isEqualTo(428);
        assertThat(api.writeVersion("PATCH", org, path, "\"9\"", new JsonObject().put("name", "x"))
                        .status())
                .isEqualTo(412);
        assertThat(api.write("DELETE", org, path, new JsonObject()).status()).isEqualTo(428);
        assertThat(api.writeVersion("DELETE", org, path, "\"9\"", new JsonObject())
                        .status())
                .isEqualTo(412);
        assertThat(api.writeVersion("DELETE", org, path, "\"1\"", new JsonObject())
                        .status())
                .isEqualTo(204);
        assertThat(api.get(org, path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.openai.com/v1",
                "https://127.0.0.1/v1",
                "https://localhost/v1",
                "https://169.254.169.254/latest/meta-data",
                "https://rebound.example.com/v1",
                "https://" + AdminApi.UNKNOWN_TENANTS_HOST + "/v1",
                "https://user:password@api.openai.com/v1",
                "file:///etc/passwd",
                "not a url"
            })
    void refusesABaseUrlThatLeadsInward(String url) {
        Reply refused =
                api.post(org, "/credentials", Specimens.credential("inward").put("base_url", url));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("/base_url");
        assertThat(change(create("good " + url.hashCode()), new JsonObject().put("base_url", url))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesWhatACredentialCannotBe() {
        assertThat(create("twice").status()).isEqualTo(201);
        assertThat(create("twice").status()).isEqualTo(409);
        for (JsonObject odd : List.of(
                Specimens.credential("a").put("provider", "sandbox"),
                Specimens.credential("a").put("provider", "nobody"),
                Specimens.credential("a").put("trusted", true),
                Specimens.credential("a").put("headers", new JsonObject()),
                Specimens.credential("a").put("secret", "line\nbreak"),
                Specimens.credential("a").put("secret", 1))) {
            assertThat(api.post(org, "/credentials", odd).status())
                    .as(odd.encode())
                    .isEqualTo(400);
        }
    }

    /** Planted secrets, in every form they might take, are in no answer, no log line and no error. */
    @Test
    void letsNoSecretOut() {
        // Given
        String secret = "sk-proj-planted-canary-0123456789";
        StringBuilder seen = new StringBuilder();
        StringBuilder keys = new StringBuilder();

        // When
        String logged = loggedAtTrace(() -> {
            Reply made = create("canary");
            Reply key = api.post(org, "/apps/" + org.tenant().app() + "/keys", new JsonObject().put("name", "canary"));
            keys.append(key.json().getString("secret"));
            seen.append(made.text()).append(create("canary").text());
            seen.append(change(made, new JsonObject().put("secret", secret).put("odd", secret))
                    .text());
            seen.append(change(made, new JsonObject().put("name", "next")).text());
            seen.append(api.send("GET", "/me", Map.of("authorization", "Bearer " + keys), "")
                    .text());
            seen.append(api.send(
                            "POST",
                            "/credentials",
                            Map.of("authorization", "Bearer " + org.token()),
                            "{\"secret\":\"" + secret)
                    .text());
            seen.append(Specimens.fingerprint(api, org));
        });

        // Then
        assertThat(logged).as("something was logged at all").contains("GET");
        for (String form : forms(secret, keys.substring(17), org.token().substring(18))) {
            assertThat(seen.toString()).doesNotContain(form);
            assertThat(logged).doesNotContain(form);
        }
    }

    /** All that any logger says while {@code work} runs, at its most talkative; nothing of it reaches the console. */
    private static String loggedAtTrace(Runnable work) {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = root.getLevel();
        Appender<ILoggingEvent> console = root.getAppender("CONSOLE");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.detachAppender(console);
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        try {
            work.run();
        } finally {
            root.setLevel(level);
            root.detachAppender(log);
            root.addAppender(console);
        }
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage()
                        + event.getKeyValuePairs()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : event.getThrowableProxy().getMessage()))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> forms(String... secrets) {
        return Arrays.stream(secrets)
                .flatMap(secret -> {
                    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
                    return Stream.of(
                            secret,
                            Base64.getEncoder().encodeToString(bytes),
                            HexFormat.of().formatHex(bytes));
                })
                .toList();
    }
}
