package dev.fanfare.cli;

import dev.fanfare.examples.Example;
import dev.fanfare.examples.Examples;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one example by itself. */
@Command(name = "example", description = "Serves one example on this machine.", mixinStandardHelpOptions = true)
final class ExampleCommand implements Callable<Integer> {
    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "The example's name.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var example = Examples.named(name)
                .orElseThrow(() ->
                        new ParameterException(spec.commandLine(), "no example '" + name + "': there are " + names()));
        LocalServer.run(server, List.of(example), spec.commandLine().getOut());
        return 0;
    }

    private static String names() {
        return Examples.all().stream().map(Example::name).collect(Collectors.joining(", "));
    }
}
