package io.signalbox.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalbox.money.Rates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
    private final PriceList prices;

    private ModelBook(String version, Map<String, Entry> entries, List<String> primaryPreference) {
        this.version = version;
        this.entries = entries;
        this.primaryPreference = List.copyOf(primaryPreference);
        this.prices = PriceList.of("book-" + version, rates(entries));
    }

    /**
     * A model with its maker's price; {@code smart} models are candidates of smart-select unless a policy says otherwise. {@code offers} are all
     * who offer it, its maker or first host leading.
     */
    public record Entry(
            Model model, String upstreamModel, Rates rates, boolean smart, String source, List<Offer> offers) {

        public Entry {
            offers = List.copyOf(offers);
        }

        public Optional<Offer> offerOf(String provider) {
            return offers.stream()
                    .filter(each -> each.provider().equals(provider))
                    .findFirst();
        }
    }

    /** A model at one provider, which may call it otherwise and price it otherwise; without {@code rates} nobody published a price. */
    public record Offer(String provider, String upstreamModel, Optional<Rates> rates, String source) {}

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
                capabilities(row),
                row.path("long_context_tokens")
                        .asLong(row.required("context_tokens").asLong()));
        Rates rates = PriceRow.rates(row.required("usd_per_million"));
        String upstream = row.required("upstream").asText();
        List<Offer> offers = new ArrayList<>();
        offers.add(new Offer(model.provider(), upstream, Optional.of(rates), source(row)));
        row.path("offers").forEach(each -> offers.add(offer(each)));
        return new Entry(model, upstream, rates, row.required("smart").asBoolean(), source(row), offers);
    }

    private static Offer offer(JsonNode row) {
        return new Offer(
                row.required("provider").asText(),
                row.required("upstream").asText(),
                Optional.ofNullable(row.get("usd_per_million")).map(PriceRow::rates),
                source(row));
    }

    private static String source(JsonNode row) {
        return row.required("source").asText() + ", " + row.required("as_of").asText();
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

    /** What it says that models cost; its version is {@code book-} and the book's. */
    public PriceList prices() {
        return prices;
    }

    /** The book's date. */
    public String version() {
        return version;
    }

    public Optional<Entry> find(String modelName) {
        return Optional.ofNullable(entries.get(modelName));
    }

    private static Map<PriceList.Of, Rates> rates(Map<String, Entry> entries) {
        Map<PriceList.Of, Rates> rates = new LinkedHashMap<>();
        entries.forEach((name, entry) -> entry.offers()
                .forEach(offer -> offer.rates()
                        .ifPresent(priced -> rates.put(new PriceList.Of(offer.provider(), name), priced))));
        return rates;
    }

    /** Every model that {@code provider} offers. */
    public List<Entry> ofProvider(String provider) {
        return entries.values().stream()
                .filter(entry -> entry.offerOf(provider).isPresent())
                .toList();
    }

    /** Every model, in the book's order. */
    public List<Entry> all() {
        return List.copyOf(entries.values());
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
