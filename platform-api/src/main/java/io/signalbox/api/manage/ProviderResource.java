package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Provider;
import io.signalbox.catalog.Wire;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The providers a credential can be made for. The same for every tenant. */
final class ProviderResource {

    private final JsonArray all = new JsonArray();

    ProviderResource(List<Provider> providers) {
        providers.forEach(each -> all.add(json(each)));
    }

    List<ManageRoute> routes() {
        return List.of(ManageRoute.get("/providers", Permission.READ_CREDENTIALS, this::list));
    }

    private Future<Answer> list(ManageRequest request) {
        request.query().check();
        return Future.succeededFuture(Answer.ok(
                new JsonObject().put("data", all.copy()).put("has_more", false).putNull("next_cursor")));
    }

    private static JsonObject json(Provider provider) {
        return new JsonObject()
                .put("name", provider.name())
                .put("title", provider.title())
                .put("protocol", provider.protocol().wireName())
                .put("base_url", provider.baseUrl().orElse(null))
                .put("needs_key", provider.needsKey())
                .put("open", provider.open())
                .put(
                        "native_surfaces",
                        new JsonArray(provider.natives().stream()
                                .sorted()
                                .map(Wire::wireName)
                                .toList()))
                .put(
                        "lacks",
                        new JsonArray(provider.missing().stream()
                                .sorted()
                                .map(Feature::wireName)
                                .toList()));
    }
}
