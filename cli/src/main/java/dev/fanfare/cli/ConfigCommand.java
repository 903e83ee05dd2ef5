package dev.fanfare.cli;

import dev.fanfare.server.PushServer;
import dev.fanfare.server.config.ServerConfig;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks a configuration, or documents the options. */
@Command(
        name = "config",
        description = "Checks a configuration or documents its options.",
        synopsisSubcommandLabel = "(check | defaults | template | docs)",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    private static final String DEFAULTS_HEAD = """
            # All options with their defaults. A configuration file only needs the options that differ.

            """;

    private static final String TEMPLATE_HEAD = """
            # The configuration of the push server: fanfare serve --config FILE
            #
            # The server listens on the loopback interface only. All other options are commented out and have their defaults,
            # which deny all access. To change an option, remove the # in front of it and of the groups that contain it.
            # `fanfare config check --config FILE` reports all mistakes.
            #
            # Secrets belong in the environment, in a file that only the administrator can read: FANFARE_HTTP_API_KEY for the
            # backend and FANFARE_CLIENT_TOKEN_HMAC_SECRET_KEY for the tokens of clients.

            """;

    private static final String DOCS_HEAD = """
            # Configuration reference

            A key with dots is nested: `client.ping-interval` is the key `ping-interval` in the mapping `client`. `[]`
            stands for each item of a list.

            Flags override environment variables, which override the file, which overrides the defaults. The flag of a
            key is `--set KEY=VALUE`. Its environment variable is `FANFARE_` followed by the key in upper case, with `_`
            instead of `.` and `-`: `FANFARE_CLIENT_PING_INTERVAL`. In variables and flags, a list of single values is
            separated by commas; a list of groups is written as JSON or YAML.

            | type | examples |
            |---|---|
            | duration | `500ms`, `25s`, `1m30s`, `720h`, `0` |
            | size | `64KiB`, `1MiB`, `1048576` (bytes) |
            | rate | `30/1s`, `100/1m`; empty: unlimited |
            | Redis address | `localhost:6379`, `redis://`, `rediss://`, `redis-cluster://` and `redis-sentinel://` URLs |

            SIGHUP reloads the configuration. Changes of options with `yes` in the column `reload` take effect
            immediately; all other changes require a restart.

            """;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing subcommand: check, defaults, template or docs");
    }

    @Command(description = "Checks a configuration and prints all problems.", mixinStandardHelpOptions = true)
    void check(@Mixin ConfigOptions config) {
        PushServer.check(config.load());
        print("The configuration is valid.");
    }

    @Command(description = "Prints all options with their defaults, as YAML.", mixinStandardHelpOptions = true)
    void defaults() {
        print(DEFAULTS_HEAD + ServerConfig.LOADER.defaults());
    }

    @Command(
            description = "Prints a configuration file to edit, with all options and their defaults as comments.",
            mixinStandardHelpOptions = true)
    void template() {
        var options = ServerConfig.LOADER
                .defaults()
                .lines()
                .map(ConfigCommand::commentedOut)
                .collect(Collectors.joining("\n"));
        print(TEMPLATE_HEAD
                + options.replaceFirst("#http-server:", "http-server:")
                        .replaceFirst("#  address: .*", "  address: 127.0.0.1"));
    }

    private static String commentedOut(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#") ? line : "#" + line;
    }

    @Command(description = "Prints the reference of all options, as Markdown.", mixinStandardHelpOptions = true)
    void docs() {
        print(DOCS_HEAD + ServerConfig.LOADER.reference());
    }

    private void print(String text) {
        var out = spec.commandLine().getOut();
        out.println(text.stripTrailing());
        out.flush();
    }
}
