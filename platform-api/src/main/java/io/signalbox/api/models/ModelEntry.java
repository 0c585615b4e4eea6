package io.signalbox.api.models;

import io.signalbox.catalog.Deployment;
import io.signalbox.catalog.Feature;
import io.signalbox.catalog.Model;
import io.signalbox.catalog.Operation;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenClass;
import io.signalbox.route.RoutePlanner;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name that a request may give as its model, and what is behind it: the deployments in order of preference, none for smart-select. {@code aliasOf} is the
 * catalog's name where this is a tenant's own.
 */
record ModelEntry(String id, List<Deployment> deployments, Optional<String> aliasOf) {

    private static final String EPOCH = "1970-01-01T00:00:00Z";

    static ModelEntry smart() {
        return new ModelEntry(RoutePlanner.SMART_SELECT, List.of(), Optional.empty());
    }

    /** OpenAI's shape, with what helps to choose beside it. */
    JsonObject openAi() {
        JsonObject entry = new JsonObject()
                .put("id", id)
                .put("object", "model")
                .put("created", 0)
                .put(
                        "owned_by",
                        deployments.isEmpty()
                                ? "signalbox"
                                : deployments.get(0).provider().name());
        if (deployments.isEmpty()) {
            return entry.put("operation", Operation.CHAT.wireName())
                    .put("description", "the cheapest model that is good enough for the task");
        }
        Deployment preferred = deployments.get(0);
        Model model = preferred.model();
        aliasOf.ifPresent(target -> entry.put("alias_of", target));
        if (model.isUnknown()) {
            return entry.putNull("pricing")
                    .put("description", "a model that no book knows: only its provider can tell whether it exists");
        }
        entry.put("operation", model.operation().wireName())
                .put("context_length", model.contextTokens())
                .put("max_output_tokens", model.maxOutputTokens())
                .put("input_modalities", modalities(model))
                .put("capabilities", capabilities(model))
                .put("pricing", pricing(preferred.rates()))
                .put("providers", providers());
        return entry;
    }

    /** Anthropic's shape, for its SDKs. */
    JsonObject anthropic() {
        return new JsonObject()
                .put("type", "model")
                .put("id", id)
                .put("display_name", id)
                .put("created_at", EPOCH);
    }

    private static JsonArray modalities(Model model) {
        JsonArray modalities = new JsonArray().add("text");
        if (model.capabilities().vision()) {
            modalities.add("image");
        }
        if (model.capabilities().can(Feature.AUDIO_IN)) {
            modalities.add("audio");
        }
        if (model.capabilities().can(Feature.FILES)) {
            modalities.add("file");
        }
        return modalities;
    }

    private static JsonObject capabilities(Model model) {
        return new JsonObject()
                .put("tools", model.capabilities().tools())
                .put("json_schema", model.capabilities().jsonSchema())
                .put("vision", model.capabilities().vision())
                .put("reasoning", model.capabilities().reasoning());
    }

    /** Who serves it, the preferred first, each at its price. */
    private JsonArray providers() {
        JsonArray providers = new JsonArray();
        for (Deployment each : deployments) {
            String name = each.provider().name();
            boolean told = providers.stream()
                    .anyMatch(known -> ((JsonObject) known).getString("name").equals(name));
            if (!told) {
                providers.add(new JsonObject().put("name", name).put("pricing", pricing(each.rates())));
            }
        }
        return providers;
    }

    /** USD per million tokens as decimal strings; null when unpriced. */
    private static @Nullable Object pricing(Optional<Rates> rates) {
        return rates.<Object>map(priced -> {
                    JsonObject pricing = new JsonObject().put("unit", "usd_per_million_tokens");
                    for (TokenClass each : TokenClass.values()) {
                        pricing.put(each.wireName(), new Money(priced.nanosPerMillion(each)).usd());
                    }
                    return pricing;
                })
                .orElse(null);
    }
}
