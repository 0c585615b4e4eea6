package io.signalbox.launch;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code signalbox version}. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable, IVersionProvider {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().println(getVersion()[0]);
    }

    @Override
    public String[] getVersion() {
        return new String[] {"signalbox " + version() + " (Java " + Runtime.version() + ")"};
    }

    /** The jar's version; {@code dev} when run from classes. */
    static String version() {
        return Optional.ofNullable(SignalboxMain.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }
}
