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

/** Serves all examples on the loopback interface, without authentication. */
@Command(
        name = "dev",
        description = "Serves all examples on the loopback interface, without authentication.",
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
                    spec.commandLine(),
                    "dev listens on the loopback interface only, because it has no authentication; use serve instead");
        }
        var out = spec.commandLine().getOut();
        var examples = new ArrayList<Example>(Examples.all());
        ExampleRedis.unreachable(ExampleRedis.DEFAULT)
                .ifPresentOrElse(
                        reason -> out.println(
                                reason + "; skipping redis-push. Run ./fanfare example redis-push to start an embedded"
                                        + " Redis."),
                        () -> examples.add(ExampleRedis.example(ExampleRedis.DEFAULT)));
        LocalServer.run(server, examples, out);
        return 0;
    }
}
