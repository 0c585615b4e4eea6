package io.signalbox.e2e.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a start left for its user in {@code first-run.json}; a node that joined an installation has only the URLs, and the rest empty. */
public record FirstRun(
        String baseUrl, String apiKey, String testKey, String adminToken, String dashboardUrl, String signInUrl) {

    static FirstRun read(Path file) throws IOException {
        JsonNode json = Json.read(Files.readString(file));
        return new FirstRun(
                text(json, "base_url"),
                text(json, "api_key"),
                text(json, "test_key"),
                text(json, "admin_token"),
                text(json, "dashboard_url"),
                text(json, "sign_in_url"));
    }

    /** Scheme, host and port. */
    public URI origin() {
        return URI.create(baseUrl).resolve("/");
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asText("");
    }
}
