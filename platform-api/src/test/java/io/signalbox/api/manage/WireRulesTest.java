package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.api.manage.AdminApi.Org;
import io.signalbox.api.manage.AdminApi.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every route does alike: how it is asked, how it refuses, how it pages. */
class WireRulesTest {

    private static AdminApi api;
    private static Org org;

    @BeforeAll
    static void open() {
        api = AdminApi.start();
        org = api.org();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static Reply postApp(String contentType, String body) {
        return api.send(
                "POST", "/apps", Map.of("authorization", "Bearer " + org.token(), "content-type", contentType), body);
    }

    @Test
    void tellsAProblemByRfc9457WithCodeAndRequestId() {
        Reply reply = api.get(org, "/keys/key_01J00000000000000000000000");

        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.json().getMap())
                .containsEntry("type", "urn:signalbox:problem:not_found")
                .containsEntry("title", "not found")
                .containsEntry("status", 404)
                .containsEntry("code", "not_found")
                .containsEntry("instance", "/api/v1/keys/key_01J00000000000000000000000")
                .containsEntry("request_id", reply.header("x-request-id"));
    }

    @Test
    void saysHowToAuthenticate() {
        Reply reply = api.send("GET", "/me", Map.of(), "");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("www-authenticate")).isEqualTo("Bearer realm=\"signalbox\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data"})
    void takesNoBodyButJson(String contentType) {
        assertThat(postApp(contentType, "{\"name\":\"x\"}").status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"name\"",
                "{\"name\":\"a\"} {}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{'name':'a'}",
                "{\"name\":NaN}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}"
            })
    void refusesWhatIsNotOneJsonObject(String body) {
        Reply reply = postApp("application/json; charset=utf-8", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().getString("code")).isEqualTo("invalid_json");
    }

    @Test
    void listsAllThatIsWrongAtOnce() {
        JsonObject body = new JsonObject()
                .put("name", 7)
                .put("scope", "galaxy")
                .put("window", "month")
                .put("limit_usd", 12.5)
                .put("spent_usd", "0")
                .put("tenant_id", "ten_x");

        Reply reply = api.post(org, "/budgets", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(pointers(reply))
                .containsExactlyInAnyOrder("/name", "/scope", "/limit_usd", "/spent_usd", "/tenant_id");
    }

    private static List<String> pointers(Reply reply) {
        JsonArray errors = reply.json().getJsonArray("errors");
        return errors.stream()
                .map(JsonObject.class::cast)
                .map(error -> error.getString("pointer"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\u0000b", "a\nb", "\u001b[31m", "\u0085"})
    void refusesNamesThatCannotBeShown(String name) {
        assertThat(api.post(org, "/apps", new JsonObject().put("name", name)).status())
                .isEqualTo(400);
    }

    @Test
    void refusesHalfACharacter() {
        assertThat(postApp("application/json", "{\"name\":\"\\ud83d\"}").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'; DROP TABLE app; --", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "ключ 🔑", "$1"})
    void takesAnyOtherNameAsItIs(String name) {
        Reply made = api.post(org, "/apps", new JsonObject().put("name", name));

        assertThat(made.status()).isEqualTo(201);
        assertThat(api.get(org, "/apps/" + made.json().getString("id")).json().getString("name"))
                .isEqualTo(name);
    }

    @Test
    void refusesABodyOfMoreThanAMegabyte() {
        assertThat(postApp("application/json", "{\"name\":\"" + "x".repeat(1 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(api.get(org, "/me").status()).as("and goes on").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/apps?limit=0",
                "/apps?limit=201",
                "/apps?limit=ten",
                "/apps?limit=1&limit=2",
                "/apps?after=nonsense",
                "/apps?after=%00",
                "/apps?offset=1",
                "/apps?Limit=1",
                "/keys?tenant_id=ten_x",
                "/me?verbose=1",
                "/usage?group_by=password",
                "/usage?start_time=yesterday",
                "/usage?start_time=2026-02-01T00:00:00Z&end_time=2026-01-01T00:00:00Z",
                "/usage?start_time=2020-01-01T00:00:00Z",
                "/usage?tz=Mars/Olympus",
                "/usage?group_by=app&group_by=model&group_by=task&group_by=key",
                "/usage?group_by=app,model,task,key",
                "/usage?bucket_width=1w",
                "/costs?bucket_width=1m&start_time=2026-11-01T00:00:00Z",
                "/savings?model=%00",
                "/savings.csv?tags=a",
                "/requests?key_id=x",
                "/requests?outcome=maybe"
            })
    void refusesUnknownAndMalformedQueryParameters(String path) {
        Reply reply = api.get(org, path);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(pointers(reply)).allMatch(pointer -> pointer.startsWith("?")).isNotEmpty();
    }

    @Test
    void pagesThroughAListWithoutGapOrRepetition() {
        Org big = api.org();
        for (int i = 0; i < 7; i++) {
            api.post(big, "/apps", new JsonObject().put("name", "app " + i));
        }

        List<JsonObject> all = Specimens.data(api.get(big, "/apps"));
        Reply first = api.get(big, "/apps?limit=3");
        Reply second = api.get(big, "/apps?limit=3&after=" + first.json().getString("next_cursor"));
        Reply third = api.get(big, "/apps?limit=3&after=" + second.json().getString("next_cursor"));

        assertThat(first.json().getBoolean("has_more")).isTrue();
        assertThat(third.json().getBoolean("has_more")).isFalse();
        assertThat(third.json().getValue("next_cursor")).isNull();
        assertThat(Stream.of(first, second, third).flatMap(page -> Specimens.data(page).stream()))
                .containsExactlyElementsOf(all)
                .hasSize(8);
        assertThat(api.get(big, "/keys?after=" + first.json().getString("next_cursor"))
                        .status())
                .as("a cursor goes on in its own list only")
                .isEqualTo(400);
    }

    @Test
    void answersJsonWhereNothingIs() {
        assertThat(api.get(org, "/nothing").status()).isEqualTo(404);
        assertThat(api.get(org, "/nothing").json().getString("code")).isEqualTo("unknown_url");
        assertThat(api.get(org, "/apps/x/y/z").header("content-type")).isEqualTo("application/problem+json");
        Reply wrong = api.write("DELETE", org, "/apps", new JsonObject());
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("allow")).isEqualTo("GET, POST");
    }

    @Test
    void tellsATokenWhoseItIs() {
        JsonObject me = api.get(org, "/me").json();

        assertThat(me.getJsonObject("tenant").getString("id"))
                .isEqualTo(org.id().value());
        assertThat(me.getJsonObject("token").getJsonArray("scopes")).containsExactly("admin:*");
    }
}
