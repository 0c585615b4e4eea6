package io.signalbox.e2e.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The distribution's Chromium, driven by Playwright: it notes whatever a page complains about. */
public final class ChromiumBrowser implements AutoCloseable {

    private static final List<Path> USUAL_PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final int WIDE = 1280;
    private static final int NARROW = 360;
    private static final int LIMIT_MS = 10_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    public ChromiumBrowser() {
        Path chromium = chromium();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox")));
    }

    /** A visitor without cookies. */
    public BrowserContext visitor() {
        return visitor(true, "{}");
    }

    /** A visitor with the cookies of an earlier {@link BrowserContext#storageState()}. */
    public BrowserContext visitor(boolean withJavaScript, String state) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setJavaScriptEnabled(withJavaScript)
                .setStorageState(state)
                .setViewportSize(WIDE, 800));
        context.setDefaultTimeout(LIMIT_MS);
        context.onPage(this::listen);
        return context;
    }

    /** What the pages have complained about: script errors, refused resources, violations of the content security policy. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Asserts that axe finds nothing and that nothing sticks out, in light and dark, on a desktop's and on a phone's width. */
    public static void assertAccessible(Page page) {
        List<String> findings = new ArrayList<>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {WIDE, NARROW}) {
                page.setViewportSize(width, 800);
                String where = page.url() + " " + scheme + " " + width + " px: ";
                for (Rule rule : new AxeBuilder(page)
                        .withTags(RULES)
                        .setLegacyMode(true)
                        .analyze()
                        .getViolations()) {
                    findings.add(where + rule.getId() + ": " + rule.getHelp() + " "
                            + rule.getNodes().stream()
                                    .map(node -> node.getHtml())
                                    .toList());
                }
                int sticksOut = (int) page.evaluate(
                        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
                if (sticksOut > 0) {
                    findings.add(where + sticksOut + " px wider than the window");
                }
            }
        }
        page.setViewportSize(WIDE, 800);
        assertThat(findings).isEmpty();
    }

    @Override
    public void close() {
        playwright.close();
    }

    private void listen(Page page) {
        page.onConsoleMessage(message -> {
            // A page that is itself an error is no complaint about the page.
            boolean ownStatus = message.location().startsWith(page.url() + ":");
            if (!ownStatus && (message.type().equals("error") || message.type().equals("warning"))) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onRequestFailed(request -> complaints.add(page.url() + ": " + request.url() + " " + request.failure()));
    }

    private static Path chromium() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")).map(Path::of), USUAL_PLACES.stream())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the browser test needs Chromium: run deploy/bin/verify, which"
                        + " installs it, or `apt-get install chromium`, or set CHROMIUM to its path"));
    }
}
