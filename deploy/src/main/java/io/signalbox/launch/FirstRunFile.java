package io.signalbox.launch;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code first-run.json}: what a person or a script needs to begin with, readable by the owner only. */
final class FirstRunFile {

    private static final String BASE_URL = "base_url";
    private static final String DASHBOARD_URL = "dashboard_url";
    private static final String SIGN_IN_URL = "sign_in_url";

    private final Path file;
    private final NodeUrls urls;

    FirstRunFile(Path file, NodeUrls urls) {
        this.file = file;
        this.urls = urls;
    }

    /** Writes the secrets of a first start. Blocking. */
    void write(FirstRun made) {
        write(new JsonObject()
                .put(BASE_URL, urls.base())
                .put("api_key", made.apiKey().reveal())
                .put("test_key", made.testKey().reveal())
                .put("admin_token", made.adminToken().reveal())
                .put(DASHBOARD_URL, urls.dashboard())
                .put(SIGN_IN_URL, urls.signIn(made.signIn().reveal())));
    }

    /** Brings the URLs up to date and keeps the rest; a node that joined an installation has only the URLs. Blocking. */
    void refresh() {
        JsonObject known = read();
        JsonObject now = known.copy().put(BASE_URL, urls.base()).put(DASHBOARD_URL, urls.dashboard());
        String link = known.getString(SIGN_IN_URL, "");
        if (!link.isEmpty()) {
            now.put(SIGN_IN_URL, urls.signIn(link.substring(link.lastIndexOf('/') + 1)));
        }
        if (!now.equals(known)) {
            write(now);
        }
    }

    private JsonObject read() {
        try {
            return Files.exists(file) ? new JsonObject(Files.readString(file)) : new JsonObject();
        } catch (IOException | DecodeException unreadable) {
            throw new StartFailure(file + " cannot be read: move it away", unreadable);
        }
    }

    private void write(JsonObject content) {
        PrivateFile.write(file, content.encodePrettily() + "\n");
    }
}
