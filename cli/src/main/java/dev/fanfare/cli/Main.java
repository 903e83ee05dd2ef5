package dev.fanfare.cli;

import java.io.PrintWriter;
import java.util.List;
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
        versionProvider = Version.class)
public final class Main implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            DevCommand.class,
            NewCommand.class,
            ServeCommand.class,
            WarmCommand.class,
            ExampleCommand.class,
            ConnectCommand.class,
            PublishCommand.class,
            TraceCommand.class,
            TokenCommand.class,
            CheckTokenCommand.class,
            ConfigCommand.class,
            DoctorCommand.class,
            TopCommand.class,
            BenchCommand.class,
            CompletionCommand.class);

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }

    /** Runs a command and exits with its code: 0 for success, 1 for failure, 2 for invalid usage. */
    public static void main(String[] args) throws InterruptedException {
        var serve = ServeCommand.plain(new PrintWriter(System.out, true, System.out.charset()), args);
        System.exit(serve == null ? commandLine(args).execute(args) : run(serve));
    }

    private static int run(ServeCommand serve) throws InterruptedException {
        try {
            return serve.call();
        } catch (RuntimeException failure) {
            System.err.println("fanfare: " + failure.getMessage());
            return 1;
        }
    }

    /**
     * Returns the command line with the commands that the arguments require: the named one, or all for help and errors. The others
     * would delay the start of a server.
     */
    static CommandLine commandLine(String... args) {
        var main = new CommandLine(new Main());
        commands(args).forEach(main::addSubcommand);
        return main.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(command.getColorScheme().errorText("fanfare: " + failure.getMessage()));
                    return 1;
                });
    }

    private static List<Class<?>> commands(String... args) {
        var named = COMMANDS.stream()
                .filter(command -> args.length > 0
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        return named.isEmpty() ? COMMANDS : named;
    }
}
