package io.signalbox.api.manage;

import com.fasterxml.jackson.databind.JsonNode;
import io.signalbox.api.manage.http.Answer;
import io.signalbox.api.manage.http.BodyFields;
import io.signalbox.api.manage.http.ManageRequest;
import io.signalbox.api.manage.http.ManageRoute;
import io.signalbox.api.manage.http.QueryFields;
import io.signalbox.audit.Acting;
import io.signalbox.audit.Deed;
import io.signalbox.audit.Deeds;
import io.signalbox.billing.price.PriceOverride;
import io.signalbox.billing.price.PriceOverrideStore;
import io.signalbox.billing.price.PriceSheet;
import io.signalbox.billing.price.UnpricedStore;
import io.signalbox.catalog.PriceList;
import io.signalbox.catalog.PriceRow;
import io.signalbox.db.Database;
import io.signalbox.db.Topic;
import io.signalbox.fault.Fault;
import io.signalbox.fault.FaultCode;
import io.signalbox.json.Json;
import io.signalbox.money.Rates;
import io.signalbox.tenant.Permission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What models cost, what was used without a price, and a tenant's own prices of what it pays itself. */
final class PriceResource {

    private static final int NAME_LENGTH_MAX = 200;

    private final Database database;
    private final Deeds deeds;
    private final PriceSheet sheets;
    private final PriceOverrideStore overrides = new PriceOverrideStore();
    private final UnpricedStore unpriced = new UnpricedStore();

    PriceResource(Database database, Deeds deeds) {
        this.database = database;
        this.deeds = deeds;
        this.sheets = new PriceSheet(database);
    }

    List<ManageRoute> routes() {
        return List.of(
                ManageRoute.get("/prices", Permission.READ_USAGE, this::list),
                ManageRoute.get("/prices/unpriced", Permission.READ_USAGE, this::listUnpriced),
                ManageRoute.put("/prices/{model}", Permission.WRITE_CREDENTIALS, this::override));
    }

    private Future<Answer> list(ManageRequest request) {
        QueryFields query = request.query();
        Optional<Instant> at = query.time("at");
        Optional<String> provider = query.text("provider");
        Optional<String> model = query.text("model");
        query.check();
        return sheets.of(request.tenant(), at).map(sheet -> {
            JsonArray data = new JsonArray();
            sheet.lines().stream()
                    .filter(line -> provider.isEmpty()
                            || provider.get().equals(line.of().provider()))
                    .filter(line ->
                            model.isEmpty() || model.get().equals(line.of().model()))
                    .forEach(line -> data.add(json(line)));
            return Answer.ok(page(data).put("version", sheet.version()));
        });
    }

    private Future<Answer> listUnpriced(ManageRequest request) {
        request.query().check();
        return database.inTransaction(request.tenant(), tx -> unpriced.list(request.tenant(), tx))
                .map(found -> {
                    JsonArray data = new JsonArray();
                    found.forEach(each -> data.add(new JsonObject()
                            .put("provider", each.provider())
                            .put("model", each.model())
                            .put("since", each.since().toString())
                            .put("latest", each.latest().toString())
                            .put("attempts", each.events())));
                    return Answer.ok(page(data));
                });
    }

    /** The next version of one model's own price; {@code If-Match} names the one it replaces, 0 for none. */
    private Future<Answer> override(ManageRequest request) {
        long version = request.ifMatch();
        BodyFields fields = request.fields();
        PriceList.Of of = new PriceList.Of(fields.text("provider", NAME_LENGTH_MAX), request.param("model"));
        Optional<Instant> effectiveAt = fields.optionalTime("effective_at");
        String note = fields.optionalText("note", NAME_LENGTH_MAX).orElse("");
        if (!fields.has("usd_per_million")) {
            fields.complain("usd_per_million", "required", "is required; null withdraws the price");
        }
        Optional<Rates> rates = fields.optionalObject("usd_per_million").flatMap(each -> rates(fields, each));
        if (of.model().length() > NAME_LENGTH_MAX || !of.model().matches("[A-Za-z0-9][A-Za-z0-9._:/@+-]*")) {
            throw ManageRequest.notFound();
        }
        fields.check();
        Acting acting = request.acting();
        PriceOverride next = new PriceOverride(
                of,
                version + 1,
                effectiveAt.orElse(deeds.now()),
                rates,
                note,
                acting.actor().id());
        return deeds.openly(
                        acting,
                        Topic.PRICES,
                        of.model(),
                        tx -> overrides
                                .latest(acting.tenant(), tx, of)
                                .compose(latest -> latest == version
                                        ? overrides.insert(acting.tenant(), tx, next)
                                        : Future.succeededFuture(false))
                                .compose(done -> done
                                        ? Future.succeededFuture(next)
                                        : Future.<PriceOverride>failedFuture(stale()))
                                .map(made -> Deed.created(
                                        made, new Deed.Target("price", of.provider() + "/" + of.model()), json(made))))
                .map(made -> Answer.ok(json(made).put("provider", of.provider()).put("model", of.model()))
                        .tagged(made.version()));
    }

    private static Optional<Rates> rates(BodyFields fields, JsonNode usdPerMillion) {
        try {
            return Optional.of(PriceRow.rates(usdPerMillion));
        } catch (IllegalArgumentException wrong) {
            fields.complain("usd_per_million", "format", "is no price: " + wrong.getMessage());
            return Optional.empty();
        }
    }

    private static Fault stale() {
        return Fault.of(
                FaultCode.VERSION_CONFLICT, "This price has changed since you read it. Read 'own.version' again.");
    }

    private static JsonObject page(JsonArray data) {
        return new JsonObject().put("data", data).put("has_more", false).putNull("next_cursor");
    }

    private static JsonObject json(PriceSheet.Line line) {
        return new JsonObject()
                .put("provider", line.of().provider())
                .put("model", line.of().model())
                .put("usd_per_million", line.book().map(PriceResource::json).orElse(null))
                .put("source", line.source())
                .put("own", line.own().map(PriceResource::json).orElse(null));
    }

    private static JsonObject json(PriceOverride own) {
        return new JsonObject()
                .put("version", own.version())
                .put("effective_at", own.effectiveAt().toString())
                .put("usd_per_million", own.rates().map(PriceResource::json).orElse(null))
                .put("note", own.note());
    }

    private static JsonObject json(Rates rates) {
        return new JsonObject(Json.text(PriceRow.json(rates)));
    }
}
