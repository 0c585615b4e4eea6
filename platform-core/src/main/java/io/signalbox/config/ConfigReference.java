package io.signalbox.config;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Writes the configuration for people: the reference of all keys, and the values in force without secrets. */
public final class ConfigReference {

    private static final String HEAD = """
            # Configuration

            Signalbox reads, in this order, its defaults, a file, the environment and command-line flags; the later wins.
            The file is `signalbox.yaml` in the working directory, or the one that `--config` or `SIGNALBOX_CONFIG` names.
            Every key has the same name in all three: `http.port` is `SIGNALBOX_HTTP_PORT` and `--http-port`.
            An unknown key or a bad value is one line on standard error and exit code 2; nothing starts.

            Durations are written `500ms`, `30s`, `10m`, `2h`; sizes `32KB`, `10MB` (powers of 1024); lists with commas.
            In the file, `${NAME}` and `${NAME:-other}` take an environment variable, `${file:/path}` a file's content.
            `signalbox check-config --print` shows what is in force, without secrets.

            ```yaml
            http:
              port: 8080
            database:
              url: ${DATABASE_URL}
            ```
            """;

    private ConfigReference() {}

    /** The reference as Markdown: {@code deploy/docs/config.md}. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        String section = "";
        for (ConfigKey key : ConfigKey.all()) {
            String its = key.path().substring(0, key.path().indexOf('.'));
            if (!its.equals(section)) {
                section = its;
                page.append("\n## ")
                        .append(section)
                        .append("\n\n| key | environment | default | meaning |\n|---|---|---|---|\n");
            }
            page.append(row(key));
        }
        return page.toString();
    }

    /** The values in force, one {@code key = value} a line, secrets masked. */
    public static String print(SignalboxConfig config) {
        Map<String, String> values = new TreeMap<>();
        collect("", config, values);
        StringJoiner lines = new StringJoiner("\n");
        ConfigKey.all().forEach(key -> lines.add(key.path() + " = " + values.get(key.path())));
        return lines.toString();
    }

    private static String row(ConfigKey key) {
        String fallback = key.fallback().isEmpty() ? "none" : "`" + key.fallback() + "`";
        return "| `" + key.path() + "` | `" + key.variable() + "` | " + fallback + " | " + key.about() + " |\n";
    }

    private static void collect(String prefix, Record section, Map<String, String> values) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            String path = ConfigKey.pathOf(prefix, component);
            Object value = value(component, section);
            if (value instanceof Map<?, ?> named) {
                named.forEach((name, each) -> collect(path + "." + name, (Record) each, values));
            } else if (value instanceof Record nested && !Texts.isKey(component.getGenericType())) {
                collect(path, nested, values);
            } else {
                values.put(path, Texts.write(value));
            }
        }
    }

    private static Object value(RecordComponent component, Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot read " + component, impossible);
        }
    }
}
