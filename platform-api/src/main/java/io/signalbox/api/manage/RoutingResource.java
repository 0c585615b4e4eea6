package io.signalbox.api.manage;

import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.audit.Acting;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.catalog.AliasStore;
import io.signalbox.catalog.Catalog;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.key.KeyMode;
import io.signalbox.route.RouteWatch;
import io.signalbox.route.RoutingPolicy;
import io.signalbox.route.RoutingPolicyStore;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The tenant's routing policy and its own names for models. */
final class RoutingResource {

    private static final int NAMES_MAX = 64;
    private static final int NAME_LENGTH_MAX = 200;
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String RESERVED = "smart-select";

    private final Database database;
    private final Deeds deeds;
    private final RouteWatch watch;
    private final RoutingPolicyStore policies = new RoutingPolicyStore();
    private final AliasStore aliases = new AliasStore();

    RoutingResource(Database database, Deeds deeds, RouteWatch watch) {
        this.database = database;
        this.deeds = deeds;
        this.watch = watch;
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/routing-policy", Permission.READ_ROUTING, this::show),
                ManageRoute.put("/routing-policy", Permission.WRITE_ROUTING, this::publish),
                ManageRoute.get("/aliases", Permission.READ_ROUTING, this::listAliases),
                ManageRoute.get("/aliases/{alias}", Permission.READ_ROUTING, this::showAlias),
                ManageRoute.put("/aliases/{alias}", Permission.WRITE_ROUTING, this::putAlias),
                ManageRoute.delete("/aliases/{alias}", Permission.WRITE_ROUTING, this::deleteAlias));
    }

    /** The policy in force: the published one, or the standard one of a tenant that published none. */
    private Future<Answer> show(ManageRequest request) {
        request.query().check();
        return watch.of(request.tenant(), KeyMode.LIVE).map(routes -> Answer.ok(json(routes.policy())));
    }

    private Future<Answer> publish(ManageRequest request) {
        BodyFields fields = request.fields();
        String primary = fields.text("primary", NAME_LENGTH_MAX);
        Set<String> candidates = fields.texts("candidates", NAMES_MAX, NAME_LENGTH_MAX);
        Set<String> fallbacks = fields.texts("fallbacks", NAMES_MAX, NAME_LENGTH_MAX);
        Acting acting = request.acting();
        return watch.of(request.tenant(), KeyMode.LIVE)
                .compose(routes -> {
                    Catalog catalog = routes.catalog();
                    if (!primary.isEmpty()) {
                        checkModel(fields, catalog, "primary", primary);
                    }
                    checkModels(fields, catalog, "candidates", candidates);
                    checkModels(fields, catalog, "fallbacks", fallbacks);
                    fields.check();
                    RoutingPolicy wanted =
                            new RoutingPolicy("draft", primary, List.copyOf(candidates), List.copyOf(fallbacks));
                    return deeds.openly(
                            acting,
                            Topic.CATALOG,
                            "routing-policy",
                            tx -> policies.publish(
                                            acting.tenant(),
                                            tx,
                                            wanted,
                                            acting.actor().id(),
                                            deeds.now())
                                    .map(published -> Deed.changed(
                                            published,
                                            new Deed.Target("routing_policy", "tenant"),
                                            "published",
                                            json(routes.policy()),
                                            json(published))));
                })
                .map(published -> Answer.ok(json(published)));
    }

    private static void checkModels(BodyFields fields, Catalog catalog, String field, Set<String> names) {
        int at = 0;
        for (String name : names) {
            checkModel(fields, catalog, field + "/" + at++, name);
        }
    }

    private static void checkModel(BodyFields fields, Catalog catalog, String field, String name) {
        boolean isKnown =
                catalog.find(name).stream().anyMatch(each -> !each.model().isUnknown());
        if (catalog.aliases().containsKey(name) || !isKnown) {
            fields.complain(field, "unknown_model", "is not a model of the book that this tenant can reach");
        }
    }

    private Future<Answer> listAliases(ManageRequest request) {
        request.query().check();
        return all(request).map(found -> {
            JsonArray data = new JsonArray();
            found.forEach((alias, model) -> data.add(alias(alias, model)));
            return Answer.ok(
                    new JsonObject().put("data", data).put("has_more", false).putNull("next_cursor"));
        });
    }

    private Future<Answer> showAlias(ManageRequest request) {
        request.query().check();
        String alias = request.param("alias");
        return all(request)
                .map(found -> Optional.ofNullable(found.get(alias)).orElseThrow(ManageRequest::notFound))
                .map(model -> Answer.ok(alias(alias, model)));
    }

    private Future<Map<String, String>> all(ManageRequest request) {
        return database.inTransaction(request.tenant(), tx -> aliases.list(request.tenant(), tx));
    }

    private Future<Answer> putAlias(ManageRequest request) {
        String alias = request.param("alias");
        BodyFields fields = request.fields();
        String model = fields.text("model", NAME_LENGTH_MAX);
        if (!ALIAS.matcher(alias).matches() || alias.startsWith(RESERVED)) {
            fields.complain(
                    "alias", "format", "must be letters, digits, '.', '_' and '-', and not begin with " + RESERVED);
        }
        Acting acting = request.acting();
        return watch.of(request.tenant(), KeyMode.LIVE)
                .compose(routes -> {
                    if (!model.isEmpty()) {
                        checkModel(fields, routes.catalog(), "model", model);
                    }
                    fields.check();
                    return deeds.openly(
                            acting,
                            Topic.CATALOG,
                            alias,
                            tx -> aliases.list(acting.tenant(), tx)
                                    .compose(before -> aliases.put(
                                                    acting.tenant(),
                                                    tx,
                                                    alias,
                                                    model,
                                                    acting.actor().id(),
                                                    deeds.now())
                                            .map(put -> put(alias, Optional.ofNullable(before.get(alias)), model))));
                })
                .map(put -> Answer.ok(alias(alias, put)));
    }

    private static Deed<String> put(String alias, Optional<String> before, String model) {
        Deed.Target target = new Deed.Target("alias", alias);
        return before.map(old -> Deed.changed(model, target, "changed", alias(alias, old), alias(alias, model)))
                .orElseGet(() -> Deed.created(model, target, alias(alias, model)));
    }

    private Future<Answer> deleteAlias(ManageRequest request) {
        String alias = request.param("alias");
        if (!ALIAS.matcher(alias).matches()) {
            return Future.failedFuture(ManageRequest.notFound());
        }
        Acting acting = request.acting();
        return deeds.openly(
                        acting,
                        Topic.CATALOG,
                        alias,
                        tx -> aliases.list(acting.tenant(), tx)
                                .map(found ->
                                        Optional.ofNullable(found.get(alias)).orElseThrow(ManageRequest::notFound))
                                .compose(model -> aliases.delete(acting.tenant(), tx, alias)
                                        .map(Deed.deleted(
                                                model, new Deed.Target("alias", alias), alias(alias, model)))))
                .map(gone -> Answer.nothing());
    }

    private static JsonObject alias(String alias, String model) {
        return new JsonObject().put("alias", alias).put("model", model);
    }

    private static JsonObject json(RoutingPolicy policy) {
        return new JsonObject()
                .put("version", policy.version())
                .put("primary", policy.primary())
                .put("candidates", new JsonArray(policy.candidates()))
                .put("fallbacks", new JsonArray(policy.fallbacks()));
    }
}
