package io.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.tenant.Permission;
import io.signalbox.tenant.Role;
import io.signalbox.web.TestSite.Seeded;
import io.signalbox.web.WebRoute.Access;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Connection.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets what, generated from the table of routes, so that a new page cannot be forgotten. */
class RouteTableTest {

    private static TestSite site;
    private static Seeded acme;

    @BeforeAll
    static void start() {
        site = TestSite.start();
        acme = site.tenant("Acme", Role.OWNER);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    static Stream<WebRoute> closedRoutes() {
        return site.routes().stream().filter(route -> !(route.access() instanceof Access.Open));
    }

    static Stream<WebRoute> grantedRoutes() {
        return site.routes().stream().filter(route -> route.access() instanceof Access.Granted);
    }

    static Stream<WebRoute> formRoutes() {
        return closedRoutes().filter(route -> route.method().equals(HttpMethod.POST));
    }

    private static Response ask(TestBrowser browser, WebRoute route, Map<String, String> fields) {
        String path = route.path().replace(":id", "key_00000000000000000000000000");
        return route.method().equals(HttpMethod.POST) ? browser.post(path, fields) : browser.get(path);
    }

    @ParameterizedTest
    @MethodSource("closedRoutes")
    void sendsStrangersToSignIn(WebRoute route) {
        Response answer = ask(new TestBrowser(site.url()), route, Map.of("_form", "x"));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("location")).isEqualTo("/sign-in");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("grantedRoutes")
    void letsInExactlyWhomTheRoleGrantsIt(WebRoute route) {
        Permission needed = ((Access.Granted) route.access()).permission();
        for (Role role : Role.values()) {
            TestBrowser browser = site.signedIn(site.memberOf(acme, role));
            String token = browser.open("/").expectFirst("input[name=_form]").val();

            int status = ask(browser, route, Map.of("_form", token)).statusCode();

            assertThat(status != 403).as(role + " " + route.path()).isEqualTo(role.may(needed));
            assertThat(status).as(role + " " + route.path()).isLessThan(500);
        }
    }

    @ParameterizedTest
    @MethodSource("formRoutes")
    void refusesEveryFormWithoutItsTokenOrFromElsewhere(WebRoute route) {
        TestBrowser browser = site.signedIn(acme);
        String token = browser.open("/").expectFirst("input[name=_form]").val();

        assertThat(ask(browser, route, Map.of("name", "x")).statusCode()).isEqualTo(403);
        browser.header("sec-fetch-site", "cross-site");
        assertThat(ask(browser, route, Map.of("_form", token)).statusCode()).isEqualTo(403);
        browser.header("sec-fetch-site", "");
        assertThat(ask(browser, route, Map.of("_form", token)).statusCode()).isEqualTo(403);
    }
}
