package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;

/** A proxy that namespaces refer to by name. Immutable. */
public record NamedProxy(
        @Option("Name of the proxy. The name default is reserved.")
        String name,

        @Option(inline = true) ProxyTarget target)
        implements Checked {
    /** The name that refers to the default proxy of an event. */
    public static final String DEFAULT = "default";

    @Override
    public void check(Checks checks) {
        NamedNamespace.requireName(checks, name);
        checks.require(
                !name.equals(DEFAULT), "must not be default, which refers to channel.proxy and rpc.proxy", "name");
        checks.require(target.isSet(), "must be set", "endpoint");
    }
}
