package io.signalbox.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalbox.money.Money;
import io.signalbox.money.Rates;
import io.signalbox.money.TokenClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The shipped, dated list of real models with their limits, capabilities and prices ({@code catalog/models.json}; each row names its source).
 * It is what exists in the world, not what a tenant may use: that is {@link Catalog}.
 */
public final class ModelBook {

    private static final String RESOURCE = "/catalog/models.json";

    private final String version;
    private final Map<String, Entry> entries;
    private final List<String> primaryPreference;

    private ModelBook(String version, Map<String, Entry> entries, List<String> primaryPreference) {
        this.version = version;
        this.entries = entries;
        this.primaryPreference = List.copyOf(primaryPreference);
    }

    /** A model with its price; {@code smart} models are candidates of smart-select unless a policy says otherwise. */
    public record Entry(Model model, String upstreamModel, Rates rates, boolean smart, String source) {}

    /** Reads the shipped book; fails when a row is incomplete. */
    public static ModelBook shipped() {
        try (InputStream in = ModelBook.class.getResourceAsStream(RESOURCE)) {
            return read(new ObjectMapper().readTree(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(RESOURCE, unreadable);
        }
    }

    private static ModelBook read(JsonNode root) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (JsonNode row : root.required("models")) {
            Entry entry = entry(row);
            entries.put(entry.model().name(), entry);
        }
        List<String> preference = new ArrayList<>();
        root.required("primary_preference").forEach(name -> preference.add(name.asText()));
        return new ModelBook(root.required("version").asText(), entries, preference);
    }

    private static Entry entry(JsonNode row) {
        Model model = new Model(
                row.required("name").asText(),
                row.required("provider").asText(),
                operation(row),
                row.required("context_tokens").asLong(),
                row.required("max_output_tokens").asLong(),
                row.required("min_bytes_per_token").asInt(),
                capabilities(row));
        return new Entry(
                model,
                row.required("upstream").asText(),
                rates(row.required("usd_per_million")),
                row.required("smart").asBoolean(),
                row.required("source").asText() + ", " + row.required("as_of").asText());
    }

    private static Operation operation(JsonNode row) {
        String name = row.path("operation").asText(Operation.CHAT.wireName());
        return Operation.ofWireName(name)
                .orElseThrow(() -> new IllegalStateException(RESOURCE + " names '" + name + "', which is unknown"));
    }

    /** The four that every row tells, the rare ones unless {@code can} lists them, and what {@code lacks} lists. */
    private static Capabilities capabilities(JsonNode row) {
        Set<Feature> lacks = EnumSet.noneOf(Feature.class);
        lacks.addAll(Capabilities.RARE);
        lacks.removeAll(features(row.path("can")));
        lacks.addAll(features(row.path("lacks")));
        Capabilities usual = new Capabilities(
                row.required("tools").asBoolean(),
                row.required("json_schema").asBoolean(),
                row.required("vision").asBoolean(),
                row.required("reasoning").asBoolean());
        lacks.addAll(usual.lacks());
        return new Capabilities(lacks);
    }

    private static Set<Feature> features(JsonNode names) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        names.forEach(name -> features.add(Feature.ofWireName(name.asText())
                .orElseThrow(() -> new IllegalStateException(RESOURCE + " names '" + name + "', which is unknown"))));
        return features;
    }

    private static Rates rates(JsonNode usdPerMillion) {
        Map<TokenClass, Long> rates = new EnumMap<>(TokenClass.class);
        for (TokenClass each : TokenClass.values()) {
            JsonNode usd = usdPerMillion.get(each.wireName());
            if (usd != null) {
                rates.put(each, Money.ofUsd(usd.asText()).nanos());
            }
        }
        return new Rates(rates);
    }

    /** The price book's version, stored with every usage event. */
    public String version() {
        return version;
    }

    public Optional<Entry> find(String modelName) {
        return Optional.ofNullable(entries.get(modelName));
    }

    public List<Entry> ofProvider(String provider) {
        return entries.values().stream()
                .filter(entry -> entry.model().provider().equals(provider))
                .toList();
    }

    /** Every model of a real provider. */
    public List<Entry> real() {
        return entries.values().stream()
                .filter(entry -> !entry.model().provider().equals(CatalogAssembly.SANDBOX))
                .toList();
    }

    /** Which model a tenant without a policy of its own gets as primary: the first of these it can reach. */
    public List<String> primaryPreference() {
        return primaryPreference;
    }
}
