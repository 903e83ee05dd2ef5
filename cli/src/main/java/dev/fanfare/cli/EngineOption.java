package dev.fanfare.cli;

import dev.fanfare.core.port.Engine;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code --engine} takes. */
final class EngineOption {
    private static final String MEMORY = "memory";

    private EngineOption() {}

    /**
     * The engine that was asked for, which begins to connect; empty for the one in memory.
     *
     * @throws ParameterException when there is no such engine, or its address is malformed
     */
    static Optional<Engine> engine(String option, CommandSpec spec) {
        if (option.equals(MEMORY)) {
            return Optional.empty();
        }
        if (!option.startsWith("redis")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no engine '" + option + "': there is 'memory', and a Redis by redis://host:port");
        }
        try {
            return Optional.of(new RedisEngine(RedisSettings.of(option)));
        } catch (IllegalArgumentException malformed) {
            throw new ParameterException(
                    spec.commandLine(), "'" + option + "' is no address of a Redis: " + malformed.getMessage());
        }
    }
}
