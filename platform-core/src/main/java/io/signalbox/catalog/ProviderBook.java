package io.signalbox.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The shipped presets ({@code catalog/providers.json}): every provider Signalbox can speak to, and how. */
public final class ProviderBook {

    private static final String RESOURCE = "/catalog/providers.json";

    private final Map<String, Provider> providers;
    private final Map<String, String> quirkMeanings;

    private ProviderBook(Map<String, Provider> providers, Map<String, String> quirkMeanings) {
        this.providers = providers;
        this.quirkMeanings = quirkMeanings;
    }

    /** Reads the shipped book; fails when a row is incomplete or names something unknown. */
    public static ProviderBook shipped() {
        try (InputStream in = ProviderBook.class.getResourceAsStream(RESOURCE)) {
            Map<String, Provider> providers = new LinkedHashMap<>();
            JsonNode root = new ObjectMapper().readTree(in);
            for (JsonNode row : root.required("providers")) {
                Provider provider = provider(row);
                providers.put(provider.name(), provider);
            }
            return new ProviderBook(providers, values(root.required("quirks")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(RESOURCE, unreadable);
        }
    }

    private static Provider provider(JsonNode row) {
        return new Provider(
                row.required("name").asText(),
                row.required("title").asText(),
                named(row.required("protocol").asText(), Protocol.values(), Protocol::wireName),
                Optional.ofNullable(row.get("base_url")).map(JsonNode::asText),
                set(row.required("natives"), Wire.class, Wire.values(), Wire::wireName),
                set(row.path("lacks"), Feature.class, Feature.values(), Feature::wireName),
                texts(row.path("key_variables")),
                texts(row.path("url_variables")),
                row.path("open").asBoolean(false),
                values(row.path("quirks")));
    }

    private static Map<String, String> values(JsonNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        object.properties()
                .forEach(each -> values.put(each.getKey(), each.getValue().asText()));
        return values;
    }

    private static <E extends Enum<E>> Set<E> set(
            JsonNode names, Class<E> type, E[] all, Function<E, String> wireName) {
        Set<E> set = EnumSet.noneOf(type);
        names.forEach(each -> set.add(named(each.asText(), all, wireName)));
        return set;
    }

    private static <E> E named(String name, E[] all, Function<E, String> wireName) {
        return Stream.of(all)
                .filter(each -> wireName.apply(each).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(RESOURCE + " names '" + name + "', which is unknown"));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    public Optional<Provider> find(String name) {
        return Optional.ofNullable(providers.get(name));
    }

    /** Every provider, in the book's order. */
    public List<Provider> all() {
        return List.copyOf(providers.values());
    }

    /** What each quirk says, in the book's order. */
    public Map<String, String> quirkMeanings() {
        return Collections.unmodifiableMap(quirkMeanings);
    }
}
