package io.signalbox.launch;

import io.signalbox.config.ConfigFault;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/** Where the process begins. Exit codes: 0 done, 1 it could not be done, 2 the command line or the configuration is wrong. */
public final class SignalboxMain {

    static final int FAILED = 1;
    static final int MISUSED = 2;

    private SignalboxMain() {}

    public static void main(String[] arguments) {
        // Before anything touches the common pool: with one worker on two cores it starts a thread per completion, and
        // Hazelcast crawls.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "4");
        System.setProperty("hazelcast.logging.type", "slf4j");
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine root = new CommandLine(new RootCommand());
        root.addSubcommand(ConfigFlags.onto(new UpCommand(environment)));
        root.addSubcommand(ConfigFlags.onto(new CheckConfigCommand(environment)));
        root.addSubcommand(ConfigFlags.onto(new MigrateCommand(environment)));
        root.addSubcommand(PricesCommand.with(environment));
        root.addSubcommand(ConfigFlags.onto(new ReconcileCommand(environment))
                .addSubcommand(ConfigFlags.onto(new ReconcileImportCommand(environment)))
                .addSubcommand(ConfigFlags.onto(new ReconcileDriftCommand(environment))));
        root.addSubcommand(new ProveBudgetsCommand());
        root.addSubcommand(new CommandLine(new LedgerCommand())
                .addSubcommand(ConfigFlags.onto(new LedgerVerifyCommand(environment))));
        root.addSubcommand(new CommandLine(new BillingCommand())
                .addSubcommand(ConfigFlags.onto(new BillingPlanCommand(environment)))
                .addSubcommand(ConfigFlags.onto(new BillingGrantCommand(environment))));
        root.addSubcommand(new CommandLine(new InvoicesCommand())
                .addSubcommand(ConfigFlags.onto(new InvoicesRunCommand(environment)))
                .addSubcommand(ConfigFlags.onto(new InvoicesIssueCommand(environment))));
        root.addSubcommand(new CommandLine(new NodeCommand())
                .addSubcommand(ConfigFlags.onto(new NodeListCommand(environment)))
                .addSubcommand(ConfigFlags.onto(new NodeWriteOffCommand(environment))));
        root.addSubcommand(new BudgetSimCommand());
        root.addSubcommand(new VersionCommand());
        root.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command.getErr()));
        return root;
    }

    /** One sentence for what an operator can mend; a stack trace only for what nobody foresaw. */
    private static int report(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof ConfigFault fault) {
            fault.problems().forEach(err::println);
            return MISUSED;
        }
        if (failure instanceof StartFailure refused) {
            err.println(refused.getMessage());
            return FAILED;
        }
        throw failure;
    }
}
