package dev.fanfare.cli;

import dev.fanfare.examples.Example;
import dev.fanfare.examples.Examples;
import dev.fanfare.examples.RedisPush;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves one example. */
@Command(
        name = "example",
        description = "Serves one example on the loopback interface.",
        mixinStandardHelpOptions = true)
final class ExampleCommand implements Callable<Integer> {
    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "NAME", description = "Name of the example, such as echo or chat.")
    private String name;

    @Option(
            names = "--redis",
            paramLabel = "URL",
            description = "Redis server of redis-push. An embedded one is started if it is unreachable. Default: "
                    + ExampleRedis.DEFAULT + ".")
    private @Nullable String redis;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (name.equals(RedisPush.NAME)) {
            return redisPush(redis == null ? ExampleRedis.DEFAULT : redis);
        }
        if (redis != null) {
            throw new ParameterException(spec.commandLine(), "--redis requires the example " + RedisPush.NAME);
        }
        var example = Examples.named(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "unknown example '" + name + "'; available examples: " + names()));
        LocalServer.run(server, List.of(example), spec.commandLine().getOut());
        return 0;
    }

    private int redisPush(String url) throws InterruptedException {
        try (var found = redisAt(url)) {
            LocalServer.run(
                    server,
                    List.of(ExampleRedis.example(found.url())),
                    spec.commandLine().getOut());
            return 0;
        }
    }

    private ExampleRedis redisAt(String url) {
        try {
            return ExampleRedis.at(url, spec.commandLine().getOut());
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--redis must be a Redis address, got '" + url + "': " + malformed.getMessage());
        }
    }

    private static String names() {
        return Stream.concat(Examples.all().stream().map(Example::name), Stream.of(RedisPush.NAME))
                .collect(Collectors.joining(", "));
    }
}
