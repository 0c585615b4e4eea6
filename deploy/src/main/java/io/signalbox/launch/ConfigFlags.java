package io.signalbox.launch;

import io.signalbox.config.ConfigKey;
import io.signalbox.config.ConfigLoader;
import io.signalbox.config.SignalboxConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags that every key of the configuration has. Secrets have none: a command line is for all to see. */
final class ConfigFlags {

    private static final Path USUAL_FILE = Path.of("signalbox.yaml");
    private static final String FILE_FLAG = "--config";
    private static final String CLUSTER_FLAG = "--cluster";

    private ConfigFlags() {}

    /** Gives {@code command} the flags. */
    static CommandLine onto(Object command) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
        spec.addOption(OptionSpec.builder(FILE_FLAG)
                .paramLabel("<file>")
                .type(Path.class)
                .description("The configuration file; else SIGNALBOX_CONFIG, else signalbox.yaml if there is one.")
                .build());
        spec.addOption(OptionSpec.builder(CLUSTER_FLAG)
                .arity("0")
                .type(boolean.class)
                .description("Join the nodes of cluster.members, or those on this machine.")
                .build());
        for (ConfigKey key : ConfigKey.all()) {
            if (!key.isSecret()) {
                spec.addOption(OptionSpec.builder("--" + key.flag())
                        .paramLabel("<" + key.path().substring(key.path().lastIndexOf('.') + 1) + ">")
                        .type(String.class)
                        .description(key.about().replace("%", "%%"))
                        .build());
            }
        }
        return new CommandLine(spec);
    }

    /** The configuration that file, environment and the parsed flags make. */
    static SignalboxConfig load(ParseResult parsed, Map<String, String> environment) {
        Map<String, String> flags = new LinkedHashMap<>();
        if (parsed.matchedOptionValue(CLUSTER_FLAG, false)) {
            flags.put("cluster.enabled", "true");
        }
        for (ConfigKey key : ConfigKey.all()) {
            if (parsed.hasMatchedOption("--" + key.flag())) {
                flags.put(key.path(), parsed.matchedOptionValue("--" + key.flag(), ""));
            }
        }
        return ConfigLoader.load(file(parsed, environment), environment, flags);
    }

    private static Optional<Path> file(ParseResult parsed, Map<String, String> environment) {
        if (parsed.hasMatchedOption(FILE_FLAG)) {
            return Optional.of(parsed.matchedOptionValue(FILE_FLAG, USUAL_FILE));
        }
        return Optional.ofNullable(environment.get("SIGNALBOX_CONFIG"))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .or(() -> Optional.of(USUAL_FILE).filter(Files::exists));
    }
}
