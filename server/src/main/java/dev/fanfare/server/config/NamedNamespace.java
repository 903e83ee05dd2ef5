package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.regex.Pattern;

/** A namespace of channels. Immutable. */
public record NamedNamespace(
        @Option("Name of the namespace: the part of a channel name before the namespace boundary.")
        String name,

        @Option(inline = true) NamespaceOptions options)
        implements Checked {
    private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_.]{2,}");

    @Override
    public void check(Checks checks) {
        requireName(checks, name);
    }

    /** Checks the name of a namespace or proxy. */
    static void requireName(Checks checks, String name) {
        checks.require(NAME.matcher(name).matches(), "must match [-a-zA-Z0-9_.]{2,}, got \"" + name + '"', "name");
    }
}
