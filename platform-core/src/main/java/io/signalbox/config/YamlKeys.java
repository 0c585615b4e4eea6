package io.signalbox.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code signalbox.yaml} into dotted keys and their texts; lists become comma-separated. In values, <code>${NAME}</code> is an environment
 * variable, <code>${NAME:-other}</code> one with a default, and <code>${file:/path}</code> the trimmed content of a file.
 */
final class YamlKeys {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
    private static final long FILE_BYTES_MAX = 1 << 20;

    private final Map<String, String> environment;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private YamlKeys(Map<String, String> environment) {
        this.environment = environment;
    }

    static YamlKeys read(Path file, Map<String, String> environment) {
        YamlKeys keys = new YamlKeys(environment);
        YAMLFactory yaml = YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            JsonNode root = new JsonMapper(yaml).readTree(keys.content(file));
            if (root.isObject()) {
                keys.flatten("", root);
            } else if (!root.isMissingNode() && !root.isNull()) {
                keys.problems.add(file + " must hold keys and values");
            }
        } catch (JsonProcessingException malformed) {
            int line = malformed.getLocation() == null
                    ? 1
                    : malformed.getLocation().getLineNr();
            keys.problems.add(file + " is not YAML: line " + line + ": " + firstLine(malformed.getOriginalMessage()));
        } catch (IOException unreadable) {
            keys.problems.add(
                    "cannot read " + file + ": " + unreadable.getClass().getSimpleName());
        }
        return keys;
    }

    Map<String, String> values() {
        return values;
    }

    List<String> problems() {
        return problems;
    }

    private void flatten(String prefix, JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String path = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                flatten(path, value);
            } else if (value.isArray()) {
                values.put(path, list(path, value));
            } else if (!value.isNull()) {
                values.put(path, resolve(path, value.asText()));
            }
        }
    }

    private String list(String path, JsonNode array) {
        List<String> items = new ArrayList<>();
        array.forEach(item -> items.add(resolve(path, item.asText())));
        return String.join(",", items);
    }

    private String resolve(String path, String text) {
        return REFERENCE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(refer(path, match.group(1))));
    }

    private String refer(String path, String name) {
        if (name.startsWith("file:")) {
            Path file = Path.of(name.substring("file:".length()));
            try {
                return content(file).trim();
            } catch (IOException unreadable) {
                problems.add("'" + path + "' refers to the file " + file + ": it must be readable and at most 1MB");
                return "";
            }
        }
        int fallback = name.indexOf(":-");
        String value = environment.get(fallback < 0 ? name : name.substring(0, fallback));
        if (value != null && !value.isEmpty()) {
            return value;
        }
        if (fallback < 0) {
            problems.add("'" + path + "' refers to ${" + name + "}: the variable must be set");
            return "";
        }
        return name.substring(fallback + 2);
    }

    private String content(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException("more than 1MB");
        }
        return Files.readString(file);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
