package dev.fanfare.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code --engine} takes. */
final class EngineOption {
    private EngineOption() {}

    static void requireKnown(String engine, CommandSpec spec) {
        if (!engine.equals("memory")) {
            throw new ParameterException(
                    spec.commandLine(), "no engine '" + engine + "': this program has 'memory' only");
        }
    }
}
