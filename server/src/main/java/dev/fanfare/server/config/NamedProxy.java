package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Inline;
import dev.fanfare.config.Option;
import java.util.regex.Pattern;

/** A backend that namespaces refer to by name. Immutable. */
public record NamedProxy(
        @Option("Name that namespaces refer to; default is taken.")
        String name,

        @Option("How it is asked.") @Inline ProxyTarget target)
        implements Checked {
    /** What namespaces name when they mean the proxy of the event itself. */
    public static final String DEFAULT = "default";

    private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_.]{2,}");

    @Override
    public void check(Checks checks) {
        checks.require(NAME.matcher(name).matches(), "must match ^[-a-zA-Z0-9_.]{2,}$", "name");
        checks.require(!name.equals(DEFAULT), "must not be default, which means channel.proxy or rpc.proxy", "name");
        checks.require(target.isSet(), "must be set", "endpoint");
    }
}
