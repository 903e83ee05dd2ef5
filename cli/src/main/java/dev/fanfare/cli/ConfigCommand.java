package dev.fanfare.cli;

import dev.fanfare.server.config.Defaults;
import dev.fanfare.server.config.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be configured, and whether a configuration is right. */
@Command(name = "config", description = "Checks and explains configurations.", mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "check, defaults or docs is needed");
    }

    @Command(description = "Tells all that is wrong with a configuration.", mixinStandardHelpOptions = true)
    void check(@Mixin ConfigOptions config) {
        config.load();
        print("The configuration is right.");
    }

    @Command(description = "Prints every key with its default.", mixinStandardHelpOptions = true)
    void defaults() {
        print(Defaults.yaml());
    }

    @Command(description = "Prints the reference of all keys, in Markdown.", mixinStandardHelpOptions = true)
    void docs() {
        print(Reference.markdown());
    }

    private void print(String text) {
        var out = spec.commandLine().getOut();
        out.println(text.stripTrailing());
        out.flush();
    }
}
