package dev.fanfare.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code fanfare} program. */
@Command(
        name = "fanfare",
        description = "Realtime framework and push server for the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DevCommand.class,
            ServeCommand.class,
            ExampleCommand.class,
            ConnectCommand.class,
            PublishCommand.class,
            TokenCommand.class,
            CheckTokenCommand.class,
            ConfigCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }

    /** Runs a command and exits with its code: 0 for success, 1 for failure, 2 for invalid usage. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(command.getColorScheme().errorText("fanfare: " + failure.getMessage()));
                    return 1;
                });
    }
}
