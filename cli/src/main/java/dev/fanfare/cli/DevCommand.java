package dev.fanfare.cli;

import dev.fanfare.examples.Examples;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The newcomer's command: all examples, without accounts, on this machine only. */
@Command(
        name = "dev",
        description = "Serves all examples on this machine, without accounts.",
        mixinStandardHelpOptions = true)
final class DevCommand implements Callable<Integer> {
    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(names = "--host", paramLabel = "HOST", hidden = true)
    private @Nullable String host;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (host != null) {
            throw new ParameterException(
                    spec.commandLine(), "dev listens on the loopback address only: it has no accounts to protect it");
        }
        LocalServer.run(server, Examples.all(), spec.commandLine().getOut());
        return 0;
    }
}
