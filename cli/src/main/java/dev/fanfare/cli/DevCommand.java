package dev.fanfare.cli;

import dev.fanfare.examples.Example;
import dev.fanfare.examples.Examples;
import java.util.ArrayList;
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
        var out = spec.commandLine().getOut();
        var examples = new ArrayList<Example>(Examples.all());
        ExampleRedis.away(ExampleRedis.DEFAULT)
                .ifPresentOrElse(
                        away -> out.println(away + ": redis-push is left out; ./fanfare example redis-push starts one"),
                        () -> examples.add(ExampleRedis.example(ExampleRedis.DEFAULT)));
        LocalServer.run(server, examples, out);
        return 0;
    }
}
