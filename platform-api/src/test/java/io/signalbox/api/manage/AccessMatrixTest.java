package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.tenant.Grants;
import io.signalbox.tenant.Permission;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets through to what: one case for every line of the route table, so that no route can be added past it. */
class AccessMatrixTest {

    private static AdminApi api;
    private static Org ours;
    private static Org theirs;
    private static Map<String, String> foreign;

    @BeforeAll
    static void open() {
        api = AdminApi.start();
        ours = api.org();
        theirs = api.org();
        foreign = Specimens.of(api, theirs);
    }

    @AfterAll
    static void close() {
        api.close();
    }

    static List<ManageRoute> guarded() {
        return api.routes().table().routes().stream()
                .filter(route -> !route.path().equals("/openapi.yaml"))
                .toList();
    }

    static List<ManageRoute> withAnObject() {
        return guarded().stream()
                .filter(route -> route.path().contains("{"))
                .filter(route -> !Specimens.namesAreFree(route))
                .toList();
    }

    private static Reply send(ManageRoute route, String path, String authorization) {
        Map<String, String> headers = new HashMap<>(Map.of("if-match", "\"1\"", "content-type", "application/json"));
        if (!authorization.isEmpty()) {
            headers.put("authorization", authorization);
        }
        boolean hasBody = Set.of("POST", "PUT", "PATCH").contains(route.method().name());
        return api.send(
                route.method().name(),
                path,
                headers,
                hasBody ? Specimens.validBody(route).encode() : "");
    }

    private static String pathOf(ManageRoute route, Map<String, String> ids) {
        return Specimens.path(route, ids);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void letsNobodyThroughWithoutALiveAdminToken(ManageRoute route) {
        String dataKey = Specimens.dataKey(api, ours);
        String expired = api.token(ours.tenant(), Grants.EVERYTHING, Optional.of(AdminApi.NOW));
        Stream<String> presented = Stream.of(
                "",
                "Bearer ",
                "Bearer nonsense",
                "Bearer " + dataKey,
                "Bearer " + expired,
                "Bearer " + ours.token().substring(0, 20),
                "Bearer " + ours.token() + "x",
                "Basic " + ours.token(),
                ours.token(),
                "Bearer sb_admin_x' OR '1'='1",
                "Bearer ' UNION SELECT digest FROM admin_token --",
                "Bearer sb_admin_12345678_'; DROP TABLE admin_token; --");

        Set<String> answers = presented
                .map(each -> send(route, pathOf(route, foreign), each))
                .map(AccessMatrixTest::comparable)
                .collect(Collectors.toSet());

        assertThat(answers).as("all alike, whatever is wrong").hasSize(1);
        assertThat(answers.iterator().next()).startsWith("401 ").contains("invalid_api_key");
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void letsNobodyThroughWhoLacksTheScope(ManageRoute route) {
        Optional<Permission> needed = route.access().permission();
        Set<Permission> others = EnumSet.allOf(Permission.class);
        needed.ifPresent(it -> others.removeIf(other -> other.covers(it)));
        String token = api.token(ours.tenant(), new Grants(others), Optional.empty());

        Reply reply = send(route, pathOf(route, foreign), "Bearer " + token);

        if (needed.isEmpty()) {
            assertThat(reply.status()).isEqualTo(200);
        } else {
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.json().getString("detail")).contains(needed.get().wireName());
        }
    }

    /** Another tenant's object: a 404 like that of one which never was, and nothing happens to it. */
    @ParameterizedTest
    @MethodSource("withAnObject")
    void answersForAnotherTenantsObjectAsForNone(ManageRoute route) {
        String before = Specimens.fingerprint(api, theirs);

        Reply foreignReply = send(route, pathOf(route, foreign), "Bearer " + ours.token());
        Reply unknownReply = send(route, pathOf(route, Specimens.unknown()), "Bearer " + ours.token());

        assertThat(foreignReply.status()).isEqualTo(404);
        assertThat(comparable(foreignReply)).isEqualTo(comparable(unknownReply));
        assertThat(foreignReply.headers().keySet())
                .isEqualTo(unknownReply.headers().keySet());
        assertThat(Specimens.fingerprint(api, theirs)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("withAnObject")
    void findsNothingUnderWhatCannotBeAnId(ManageRoute route) {
        for (String nonsense : List.of(
                "x", "%00", "key_%00", "app_';--", "bud_%27%20OR%201=1", "cred_" + "a".repeat(500), "%F0%9F%92%A9")) {
            String path = route.path().replaceAll("\\{[^}]*}", nonsense.replace("$", "\\$"));
            assertThat(send(route, path, "Bearer " + ours.token()).status())
                    .as("%s %s", route.method(), path)
                    .isEqualTo(404);
        }
    }

    private static String comparable(Reply reply) {
        JsonObject body = reply.json();
        body.remove("request_id");
        body.remove("instance");
        return reply.status() + " " + body.encode() + " " + reply.header("content-type") + " "
                + reply.header("cache-control");
    }
}
