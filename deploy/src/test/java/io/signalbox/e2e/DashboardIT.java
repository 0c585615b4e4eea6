package io.signalbox.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.signalbox.e2e.gateway.Answer;
import io.signalbox.e2e.gateway.Chats;
import io.signalbox.e2e.gateway.ChromiumBrowser;
import io.signalbox.e2e.gateway.Eventually;
import io.signalbox.e2e.gateway.GatewayClient;
import io.signalbox.e2e.gateway.GatewayProcess;
import io.signalbox.e2e.gateway.SharedGateway;
import java.net.URI;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard in a real browser, from the link that the first start printed to a key that no longer works. */
@ExtendWith(SharedGateway.class)
final class DashboardIT {

    private static final Duration SHOWN_LIMIT = Duration.ofSeconds(10);
    private static final Duration REVOKED_LIMIT = Duration.ofSeconds(2);

    private static GatewayProcess gateway;
    private static ChromiumBrowser browser;
    private static String session;

    private BrowserContext visitor;
    private Page page;

    @BeforeAll
    static void signIn(GatewayProcess shared) {
        gateway = shared;
        browser = new ChromiumBrowser();
        BrowserContext owner = browser.visitor();
        Page page = owner.newPage();
        page.navigate(gateway.firstRun().signInUrl());
        ChromiumBrowser.assertAccessible(page);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .isVisible();
        session = owner.storageState();
        owner.close();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @BeforeEach
    void open() {
        visitor = browser.visitor(true, session);
        page = visitor.newPage();
    }

    @AfterEach
    void leave() {
        visitor.close();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsARequestOfAKeyThatWasCreatedOnThePageUntilTheKeyIsRevoked() {
        // Given
        String secret = createKey("support-bot");

        // When
        Answer answer = client(secret).chat(Chats.plain("smart-select:light", "Hello"));

        // Then
        awaitRecord(secret, answer);
        page.navigate(at("/requests"));
        Locator row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("support-bot"));
        assertThat(row).containsText("smart-select:light");
        assertThat(row).containsText("sandbox/small");
        assertThat(row).containsText("$" + answer.costUsd().toPlainString());
        row.getByRole(AriaRole.LINK).first().click();
        Locator why = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Why this model"));
        assertThat(why).containsText("light");
        assertThat(why).containsText("sandbox/large");
        ChromiumBrowser.assertAccessible(page);

        revoke("support-bot");
        Eventually.holds(
                REVOKED_LIMIT,
                "the key is refused",
                () -> assertThat(client(secret)
                                .chat(Chats.plain("sandbox/small", "Hello"))
                                .status())
                        .isEqualTo(401));
        Assertions.assertThatExceptionOfType(UnauthorizedException.class).isThrownBy(() -> askBySdk(secret));
    }

    @Test
    void servesTheSdkWithAKeyThatWasCreatedWithoutJavaScript() {
        // Given
        visitor.close();
        visitor = browser.visitor(false, session);
        page = visitor.newPage();

        // When
        String secret = createKey("no-script");

        // Then
        assertThat(askBySdk(secret).model()).isEqualTo("sandbox/small");
    }

    @Test
    void showsTheSpendOfTodayByModelAndTask() {
        // Given
        String key = gateway.firstRun().apiKey();
        awaitRecord(key, client(key).chat(Chats.plain("smart-select:light", "Hello")));

        // When
        page.navigate(at("/"));

        // Then
        assertThat(page.getByRole(
                                AriaRole.REGION,
                                new Page.GetByRoleOptions().setName("By model").setExact(true))
                        .first())
                .containsText("sandbox/small");
        assertThat(page.getByRole(
                                AriaRole.REGION,
                                new Page.GetByRoleOptions().setName("By task").setExact(true))
                        .first())
                .containsText("light");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/usage",
                "/usage?range=today&group=task&compare=prev",
                "/usage?tz=Asia/Kathmandu&model=nothing",
                "/keys",
                "/budgets",
                "/billing",
                "/alerts",
                "/requests",
                "/requests?status=failed",
                "/start",
                "/nowhere"
            })
    void keepsAPageAccessible(String path) {
        // Given
        client(gateway.firstRun().apiKey()).chat(Chats.plain("smart-select", "Hello"));

        // When
        page.navigate(at(path));

        // Then
        ChromiumBrowser.assertAccessible(page);
    }

    @Test
    void keepsTheSecretsPageAndTheQuestionBeforeRevokingAccessible() {
        createKey("accessible");
        ChromiumBrowser.assertAccessible(page);

        page.navigate(at("/keys"));
        link("Revoke accessible").click();
        ChromiumBrowser.assertAccessible(page);
    }

    @Test
    void tellsAStrangerHowToSignInAndShowsNothingElse() {
        // Given
        visitor.close();
        visitor = browser.visitor();
        page = visitor.newPage();

        // When
        page.navigate(at("/requests"));

        // Then
        assertThat(page.locator("main")).not().containsText("sandbox/small");
        ChromiumBrowser.assertAccessible(page);
    }

    @Test
    void refusesTheFirstLinkOnceItHasBeenUsed() {
        // Given
        visitor.close();
        visitor = browser.visitor();
        page = visitor.newPage();

        // When
        page.navigate(gateway.firstRun().signInUrl());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();

        // Then
        assertThat(page.locator("main")).containsText("used");
        ChromiumBrowser.assertAccessible(page);
    }

    private String createKey(String name) {
        page.navigate(at("/keys"));
        page.getByLabel("Name").fill(name);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create key"))
                .click();
        return page.locator("#secret").innerText();
    }

    private void revoke(String name) {
        page.navigate(at("/keys"));
        link("Revoke " + name).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Revoke"))
                .click();
        assertThat(page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name)))
                .containsText("revoked");
    }

    private static void awaitRecord(String key, Answer answer) {
        Eventually.holds(
                SHOWN_LIMIT,
                "the request is recorded",
                () -> Assertions.assertThat(client(key)
                                .get("/v1/requests/" + answer.requestId())
                                .status())
                        .isEqualTo(200));
    }

    private Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    private String at(String path) {
        return URI.create(gateway.firstRun().dashboardUrl()).resolve(path).toString();
    }

    private static GatewayClient client(String key) {
        return new GatewayClient(gateway.origin(), key);
    }

    private static ChatCompletion askBySdk(String key) {
        OpenAIClient openai = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.firstRun().baseUrl())
                .apiKey(key)
                .build();
        try {
            return openai.chat()
                    .completions()
                    .create(ChatCompletionCreateParams.builder()
                            .model("sandbox/small")
                            .addUserMessage("Hello")
                            .build());
        } finally {
            openai.close();
        }
    }
}
