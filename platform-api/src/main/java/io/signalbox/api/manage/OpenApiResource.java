package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Access;
import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRoute;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The description of all of Signalbox's APIs, for programs; it holds nothing of any tenant. */
final class OpenApiResource {

    private final Answer document = Answer.text("application/yaml", shipped());

    List<ManageRoute> routes() {
        return List.of(new ManageRoute(
                HttpMethod.GET, "/openapi.yaml", Access.open(), request -> Future.succeededFuture(document)));
    }

    private static String shipped() {
        try (InputStream in = OpenApiResource.class.getResourceAsStream("/openapi/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi/openapi.yaml is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("openapi/openapi.yaml cannot be read", unreadable);
        }
    }
}
