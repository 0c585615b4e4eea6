package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.catalog.Provider;
import io.signalbox.config.Secret;
import io.signalbox.credential.CredentialDesk;
import io.signalbox.credential.CredentialDesk.Amendment;
import io.signalbox.credential.CredentialDesk.NewCredential;
import io.signalbox.credential.CredentialId;
import io.signalbox.credential.Origin;
import io.signalbox.credential.ProviderCredential;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Provider credentials. A secret goes in and never comes out; another base URL takes it away. */
final class CredentialResource {

    private static final int NAME_LENGTH_MAX = 100;
    private static final int URL_LENGTH_MAX = 2_000;
    private static final int SECRET_LENGTH_MAX = 8_000;

    /** What a server that wants no key is sent: a header must hold something. */
    private static final Secret NO_KEY = new Secret("none");

    private final CredentialDesk desk;
    private final List<Provider> providers;

    CredentialResource(CredentialDesk desk, List<Provider> providers) {
        this.desk = desk;
        this.providers = List.copyOf(providers);
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/credentials", Permission.READ_CREDENTIALS, this::list),
                ManageRoute.post("/credentials", Permission.WRITE_CREDENTIALS, this::create),
                ManageRoute.get("/credentials/{id}", Permission.READ_CREDENTIALS, this::show),
                ManageRoute.patch("/credentials/{id}", Permission.WRITE_CREDENTIALS, this::amend),
                ManageRoute.delete("/credentials/{id}", Permission.WRITE_CREDENTIALS, this::delete));
    }

    private Future<Answer> list(ManageRequest request) {
        request.query().check();
        return desk.list(request.tenant()).map(found -> {
            JsonArray data = new JsonArray();
            found.forEach(credential -> data.add(json(credential)));
            return Answer.ok(
                    new JsonObject().put("data", data).put("has_more", false).putNull("next_cursor"));
        });
    }

    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        return desk.find(request.tenant(), request.id(CredentialId::new)).map(CredentialResource::answer);
    }

    private Future<Answer> create(ManageRequest request) {
        BodyFields fields = request.fields();
        Provider provider = fields.choice("provider", providers, Provider::name);
        String name = fields.text("name", NAME_LENGTH_MAX);
        Optional<String> url = fields.optionalText("base_url", URL_LENGTH_MAX).or(provider::baseUrl);
        if (url.isEmpty()) {
            fields.complain("base_url", "required", "is required: " + provider.title() + " has no usual place");
        }
        Optional<Origin> origin = url.flatMap(it -> origin(fields, it));
        Optional<Secret> secret = fields.optionalText("secret", SECRET_LENGTH_MAX)
                .map(Secret::new)
                .or(() -> provider.needsKey() ? Optional.empty() : Optional.of(NO_KEY));
        fields.check();
        return desk.create(request.acting(), new NewCredential(provider.name(), name, origin.orElseThrow(), secret))
                .map(made ->
                        Answer.created("/credentials/" + made.id(), json(made)).tagged(made.version()));
    }

    private Future<Answer> amend(ManageRequest request) {
        CredentialId id = request.id(CredentialId::new);
        long version = request.ifMatch();
        BodyFields fields = request.fields();
        Optional<String> name = fields.optionalText("name", NAME_LENGTH_MAX);
        Optional<Origin> origin =
                fields.optionalText("base_url", URL_LENGTH_MAX).flatMap(url -> origin(fields, url));
        Optional<Secret> secret =
                fields.optionalText("secret", SECRET_LENGTH_MAX).map(Secret::new);
        fields.check();
        return desk.amend(request.acting(), id, version, new Amendment(name, origin, secret))
                .map(CredentialResource::answer);
    }

    private Future<Answer> delete(ManageRequest request) {
        CredentialId id = request.id(CredentialId::new);
        return desk.delete(request.acting(), id, request.ifMatch()).map(gone -> Answer.nothing());
    }

    private static Optional<Origin> origin(BodyFields fields, String url) {
        try {
            return Optional.of(Origin.parse(url));
        } catch (IllegalArgumentException malformed) {
            fields.complain(
                    "base_url", "format", "must be https://host[:port][/path] without user info, query or fragment");
            return Optional.empty();
        }
    }

    private static Answer answer(ProviderCredential credential) {
        return Answer.ok(json(credential)).tagged(credential.version());
    }

    private static JsonObject json(ProviderCredential credential) {
        return new JsonObject()
                .put("id", credential.id().value())
                .put("provider", credential.provider())
                .put("name", credential.name())
                .put("base_url", credential.origin().url())
                .put("has_secret", credential.isUsable())
                .put("last_four", credential.lastFour().orElse(null))
                .put("version", credential.version())
                .put("created_by", credential.createdBy())
                .put("created_at", credential.createdAt().toString())
                .put("updated_at", credential.updatedAt().toString());
    }
}
