package io.signalbox.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One key of the configuration, derived from the record component it fills: {@code http.port} and {@code SIGNALBOX_HTTP_PORT}. */
public record ConfigKey(String path, Type type, String about, String fallback) {

    static final String PREFIX = "SIGNALBOX_";

    private static final List<ConfigKey> ALL = List.copyOf(under("", SignalboxConfig.class));

    /** Every key, in the records' order. */
    public static List<ConfigKey> all() {
        return ALL;
    }

    /** The key's environment variable. */
    public String variable() {
        return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The key's command-line flag, without the dashes: {@code http-port}. */
    public String flag() {
        return path.replace('.', '-');
    }

    /** Whether its value must never be printed. */
    public boolean isSecret() {
        return Texts.isSecret(type);
    }

    static String pathOf(String prefix, RecordComponent component) {
        String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    private static List<ConfigKey> under(String prefix, Class<?> section) {
        List<ConfigKey> keys = new ArrayList<>();
        for (RecordComponent component : section.getRecordComponents()) {
            String path = pathOf(prefix, component);
            Type type = component.getGenericType();
            if (component.getType() == Map.class) {
                ProviderVariables.all().forEach(each -> keys.addAll(ofProvider(path, each, elementOf(component))));
                continue;
            }
            if (!Texts.isKey(type)) {
                keys.addAll(under(path, component.getType()));
                continue;
            }
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null) {
                throw new IllegalStateException(path + " has no @Setting");
            }
            keys.add(new ConfigKey(path, type, setting.value(), setting.fallback()));
        }
        return keys;
    }

    /** The record that a section with a name of its own for each entry holds. */
    static Class<? extends Record> elementOf(RecordComponent component) {
        ParameterizedType map = (ParameterizedType) component.getGenericType();
        return ((Class<?>) map.getActualTypeArguments()[1]).asSubclass(Record.class);
    }

    private static List<ConfigKey> ofProvider(String path, ProviderVariables provider, Class<?> section) {
        return under(path + "." + provider.name(), section).stream()
                .map(key -> new ConfigKey(key.path, key.type, told(key.about, provider), key.fallback))
                .toList();
    }

    private static String told(String about, ProviderVariables provider) {
        return about.replace("{title}", provider.title())
                .replace("{otherwise}", provider.hasBaseUrl() ? "none: its usual place" : "needed")
                .replace("{key}", also(provider.keyNames()))
                .replace("{url}", also(provider.urls()));
    }

    private static String also(List<String> variables) {
        return variables.isEmpty() ? "" : "; also from " + ProviderVariables.told(variables);
    }
}
