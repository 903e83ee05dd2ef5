package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Inline;
import dev.fanfare.config.Option;
import java.util.regex.Pattern;

/** Channels whose names begin with the same word, and what holds for them. Immutable. */
public record NamedNamespace(
        @Option("The word before the namespace boundary.") String name,

        @Option("What holds for its channels.") @Inline NamespaceOptions options)
        implements Checked {
    private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_.]{2,}");

    @Override
    public void check(Checks checks) {
        checks.require(NAME.matcher(name).matches(), "must match ^[-a-zA-Z0-9_.]{2,}$", "name");
    }
}
