package io.signalbox.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Builds the configuration once: defaults, then the file, then the environment, then flags; the later wins. Collects every problem before
 * it fails with a {@link ConfigFault}.
 */
public final class ConfigLoader {

    /** Variables of ours that are no keys: where the file is, and what the start script reads. */
    private static final List<String> RESERVED = List.of("SIGNALBOX_CONFIG", "SIGNALBOX_JAVA_OPTS");
    /** What Kubernetes puts into every container beside a service named signalbox. */
    private static final Pattern SERVICE_LINK = Pattern.compile("SIGNALBOX_(SERVICE_.*|PORT|PORT_\\d+_.*)");

    private static final String PROVIDERS = "providers.";

    private final Map<String, ConfigKey> keys =
            ConfigKey.all().stream().collect(Collectors.toMap(ConfigKey::path, Function.identity()));
    private final Map<String, Given> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ConfigLoader() {}

    /** Loads from {@code file} when there is one; {@code flags} map a key's path to its text. */
    public static SignalboxConfig load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        ConfigLoader loader = new ConfigLoader();
        file.ifPresent(path -> loader.takeFile(path, environment));
        loader.takeProviderVariables(environment);
        loader.takeEnvironment(environment);
        flags.forEach((path, text) -> loader.take(path, text, "--" + path.replace('.', '-')));
        loader.checkProviders();
        Optional<Record> config = loader.bind("", SignalboxConfig.class);
        if (config.isEmpty() || !loader.problems.isEmpty()) {
            throw new ConfigFault(loader.problems);
        }
        return (SignalboxConfig) config.get();
    }

    private void takeFile(Path file, Map<String, String> environment) {
        YamlKeys yaml = YamlKeys.read(file, environment);
        problems.addAll(yaml.problems());
        yaml.values()
                .forEach((path, text) -> take(path, text, file.getFileName().toString()));
    }

    /** {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL} and the like, as every SDK calls them. */
    private void takeProviderVariables(Map<String, String> environment) {
        for (ProviderVariables each : ProviderVariables.all()) {
            String path = PROVIDERS + each.name();
            each.url(environment).ifPresent(found -> take(path + ".base-url", found.text(), found.variable()));
            if (each.hasBaseUrl() || isPlaced(path, environment)) {
                each.key(environment).ifPresent(found -> take(path + ".api-key", found.text(), found.variable()));
            }
        }
    }

    /** A key alone that is there for other programs says nothing when nobody says where it is good for. */
    private boolean isPlaced(String path, Map<String, String> environment) {
        String key = path + ".base-url";
        String variable = Objects.requireNonNull(keys.get(key), key).variable();
        return values.containsKey(key)
                || !environment.getOrDefault(variable, "").isEmpty();
    }

    /** A provider without a place of its own needs one. */
    private void checkProviders() {
        for (ProviderVariables each : ProviderVariables.all()) {
            String path = PROVIDERS + each.name();
            if (!each.hasBaseUrl()
                    && values.containsKey(path + ".api-key")
                    && !values.containsKey(path + ".base-url")) {
                problems.add("'" + path + ".base-url' is missing: " + each.title() + " has no usual place");
            }
        }
    }

    private void takeEnvironment(Map<String, String> environment) {
        Map<String, String> paths =
                ConfigKey.all().stream().collect(Collectors.toMap(ConfigKey::variable, ConfigKey::path));
        environment.keySet().stream().sorted().forEach(variable -> {
            String path = paths.get(variable);
            if (path != null) {
                takeVariable(path, variable, environment.getOrDefault(variable, ""));
            } else if (isOurs(variable)) {
                problems.add("unknown variable " + variable + Nearest.suggestion(variable, paths.keySet()));
            }
        });
    }

    private static boolean isOurs(String variable) {
        return variable.startsWith(ConfigKey.PREFIX)
                && !RESERVED.contains(variable)
                && !SERVICE_LINK.matcher(variable).matches();
    }

    /** An empty variable counts as absent: that is how a shell or a compose file says so. */
    private void takeVariable(String path, String variable, String text) {
        if (!text.isEmpty()) {
            take(path, text, variable);
        }
    }

    private void take(String path, String text, String origin) {
        if (!keys.containsKey(path)) {
            problems.add("unknown key '" + path + "' in " + origin + Nearest.suggestion(path, keys.keySet()));
            return;
        }
        values.put(path, new Given(text, origin));
    }

    /** Builds the section at {@code prefix}; empty, with the problems noted, when a component is wrong. */
    private Optional<Record> bind(String prefix, Class<? extends Record> section) {
        RecordComponent[] components = section.getRecordComponents();
        List<Object> arguments = new ArrayList<>();
        for (RecordComponent component : components) {
            String path = ConfigKey.pathOf(prefix, component);
            Optional<?> argument = component.getType() == Map.class
                    ? Optional.of(bindEach(path, ConfigKey.elementOf(component)))
                    : Texts.isKey(component.getGenericType())
                            ? read(path)
                            : bind(path, component.getType().asSubclass(Record.class));
            argument.ifPresent(arguments::add);
        }
        if (arguments.size() < components.length) {
            return Optional.empty();
        }
        return construct(prefix, section, components, arguments);
    }

    private Map<String, Record> bindEach(String prefix, Class<? extends Record> section) {
        Map<String, Record> bound = new LinkedHashMap<>();
        for (ProviderVariables each : ProviderVariables.all()) {
            bind(prefix + "." + each.name(), section).ifPresent(config -> bound.put(each.name(), config));
        }
        return bound;
    }

    private Optional<Object> read(String path) {
        ConfigKey key = Objects.requireNonNull(keys.get(path), path);
        Given given = values.getOrDefault(path, new Given(key.fallback(), "the default"));
        try {
            return Optional.of(Texts.read(key.type(), given.text));
        } catch (IllegalArgumentException wrong) {
            note(path, String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Record> construct(
            String prefix, Class<? extends Record> section, RecordComponent[] components, List<Object> arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return Optional.of(section.getDeclaredConstructor(types).newInstance(arguments.toArray()));
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof Bounds.OutOfBounds bound) {
                note(prefix + "." + bound.key(), bound.must());
                return Optional.empty();
            }
            throw new IllegalStateException("cannot build " + section.getName(), refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot build " + section.getName(), impossible);
        }
    }

    private void note(String path, String must) {
        ConfigKey key = Objects.requireNonNull(keys.get(path), path);
        Given given = values.getOrDefault(path, new Given(key.fallback(), "the default"));
        String shown = key.isSecret() ? "[secret]" : "'" + given.text.replaceAll("\\s+", " ") + "'";
        problems.add("'" + path + "' is " + shown + " (from " + given.origin + "): " + must);
    }

    private record Given(String text, String origin) {}
}
