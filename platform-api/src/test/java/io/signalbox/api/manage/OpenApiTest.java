package io.signalbox.api.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.tenant.Permission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document says what the table does, route by route. */
class OpenApiTest {

    private static AdminApi api;
    private static JsonNode document;

    @BeforeAll
    static void open() throws IOException {
        api = AdminApi.start();
        AdminApi.Reply served = api.send("GET", "/openapi.yaml", Map.of(), "");
        assertThat(served.status()).isEqualTo(200);
        assertThat(served.header("content-type")).isEqualTo("application/yaml");
        document = new YAMLMapper().readTree(served.text());
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void documentsEveryRouteWithItsScopeAndNoOther() {
        Map<String, String> declared = new TreeMap<>();
        for (ManageRoute route : api.routes().table().routes()) {
            String scope = route.access().permission().map(Permission::wireName).orElse("");
            declared.put(route.method() + " /api/v1" + route.path(), scope);
        }

        Map<String, String> documented = new TreeMap<>();
        operations("/api/v1/")
                .forEach((name, operation) ->
                        documented.put(name, operation.path("x-scope").asText("")));

        assertThat(documented).isEqualTo(declared);
    }

    @Test
    void documentsTheDataPlane() {
        assertThat(operations("/v1/").keySet())
                .containsExactlyInAnyOrder(
                        "POST /v1/chat/completions",
                        "POST /v1/messages",
                        "POST /v1/messages/count_tokens",
                        "POST /v1/completions",
                        "POST /v1/embeddings",
                        "POST /v1/moderations",
                        "POST /v1/responses",
                        "GET /v1/responses/{id}",
                        "DELETE /v1/responses/{id}",
                        "GET /v1/models",
                        "GET /v1/models/{id}",
                        "GET /v1/requests/{id}",
                        "GET /v1/key");
    }

    @Test
    void resolvesEveryReference() {
        List<String> dangling = new ArrayList<>();
        for (JsonNode reference : document.findValues("$ref")) {
            if (document.at(reference.asText().substring(1)).isMissingNode()) {
                dangling.add(reference.asText());
            }
        }
        assertThat(dangling).isEmpty();
    }

    @Test
    void namesEveryOperationOnceAndSaysWhatCanGoWrong() {
        Map<String, JsonNode> all = operations("/");

        assertThat(all.values())
                .extracting(it -> it.path("operationId").asText())
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(all).allSatisfy((name, operation) -> {
            if (!name.endsWith("/openapi.yaml")) {
                assertThat(operation.path("responses").has("default")).as(name).isTrue();
            }
        });
    }

    private static Map<String, JsonNode> operations(String prefix) {
        Map<String, JsonNode> found = new TreeMap<>();
        document.path("paths").properties().forEach(path -> {
            if (path.getKey().startsWith(prefix)) {
                path.getValue().properties().forEach(operation -> {
                    if (!operation.getKey().equals("parameters")) {
                        found.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue());
                    }
                });
            }
        });
        return found;
    }
}
