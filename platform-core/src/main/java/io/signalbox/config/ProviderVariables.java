package io.signalbox.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the provider book says of one provider's configuration: the variables in which everybody keeps its key and address. Read from the book
 * itself, for the configuration is there before the catalog.
 */
record ProviderVariables(
        String name, String title, boolean hasBaseUrl, List<String> keys, List<String> urls, Quirks quirks) {

    private static final String BOOK = "/catalog/providers.json";
    /** Needs no configuration: it is in this process, or at {@code sandbox.url}. */
    private static final String SANDBOX = "sandbox";

    private static final Pattern HOLE = Pattern.compile("\\{([^}]+)}");
    private static final List<ProviderVariables> ALL = read();

    ProviderVariables {
        keys = List.copyOf(keys);
        urls = List.copyOf(urls);
    }

    /** The book's quirks of that name; each is described there. */
    record Quirks(String keyParts, String urlTemplate, String barePort) {}

    /** A value and the variable it came from. */
    record Found(String text, String variable) {}

    /** Every provider of the book that can be configured, in its order. */
    static List<ProviderVariables> all() {
        return ALL;
    }

    private static List<ProviderVariables> read() {
        try (InputStream in = ProviderVariables.class.getResourceAsStream(BOOK)) {
            List<ProviderVariables> all = new ArrayList<>();
            for (JsonNode row : new ObjectMapper().readTree(in).required("providers")) {
                if (!row.required("name").asText().equals(SANDBOX)) {
                    all.add(read(row));
                }
            }
            return List.copyOf(all);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(BOOK, unreadable);
        }
    }

    private static ProviderVariables read(JsonNode row) {
        JsonNode quirks = row.path("quirks");
        return new ProviderVariables(
                row.required("name").asText(),
                row.required("title").asText(),
                row.has("base_url"),
                texts(row.path("key_variables")),
                texts(row.path("url_variables")),
                new Quirks(
                        quirks.path("key_parts").asText(""),
                        quirks.path("url_template").asText(""),
                        quirks.path("bare_port").asText("")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /** The key, of the first variable that is set or of several parts that all are. */
    Optional<Found> key(Map<String, String> environment) {
        return first(keys, environment).or(() -> joinedKey(environment));
    }

    /** The base URL; one that is made of a template counts only beside a key. */
    Optional<Found> url(Map<String, String> environment) {
        Optional<Found> given = first(urls, environment).map(this::whole);
        return given.isPresent() || key(environment).isEmpty() ? given : filledUrl(environment);
    }

    /** How people are told of the variables: {@code `GEMINI_API_KEY` or `GOOGLE_API_KEY`}; empty when there are none. */
    static String told(List<String> variables) {
        return variables.isEmpty() ? "" : "`" + String.join("` or `", variables) + "`";
    }

    /** The variables that may hold the key. */
    List<String> keyNames() {
        return quirks.keyParts.isEmpty()
                ? keys
                : Stream.concat(
                                keys.stream(),
                                Stream.of(
                                        quirks.keyParts.replace(":", "` with `").replace("?", "")))
                        .toList();
    }

    private Optional<Found> joinedKey(Map<String, String> environment) {
        if (quirks.keyParts.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        for (String part : quirks.keyParts.split(":")) {
            boolean optional = part.endsWith("?");
            String value = environment.getOrDefault(optional ? part.substring(0, part.length() - 1) : part, "");
            if (value.isEmpty() && !optional) {
                return Optional.empty();
            }
            if (!value.isEmpty()) {
                parts.add(value);
            }
        }
        return Optional.of(new Found(String.join(":", parts), quirks.keyParts));
    }

    private Optional<Found> filledUrl(Map<String, String> environment) {
        Matcher hole = HOLE.matcher(quirks.urlTemplate);
        if (!hole.find()) {
            return Optional.empty();
        }
        return first(List.of(hole.group(1).split("\\|")), environment)
                .map(found -> new Found(quirks.urlTemplate.replace(hole.group(), found.text), found.variable));
    }

    /** Some variables hold what a server listens on: {@code 0.0.0.0}, {@code host:port} or {@code :port}. */
    private Found whole(Found found) {
        if (quirks.barePort.isEmpty() || found.text.contains("://")) {
            return found;
        }
        String place =
                found.text.startsWith(":") ? "127.0.0.1" + found.text : found.text.replace("0.0.0.0", "127.0.0.1");
        boolean hasPort = place.matches(".*:\\d+(/.*)?");
        return new Found("http://" + place + (hasPort ? "" : ":" + quirks.barePort), found.variable);
    }

    private static Optional<Found> first(List<String> variables, Map<String, String> environment) {
        return variables.stream()
                .filter(each -> !environment.getOrDefault(each, "").isEmpty())
                .findFirst()
                .map(each -> new Found(environment.getOrDefault(each, ""), each));
    }
}
