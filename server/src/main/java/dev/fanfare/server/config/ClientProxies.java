package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;

/** The proxies of connection events. Immutable. */
public record ClientProxies(
        @Option("Called when a client connects without a token.")
        EventProxy connect,

        @Option("Called when a connection expires, instead of asking the client for a new token.")
        EventProxy refresh) {

    /** The proxy of one event. */
    public record EventProxy(
            @Option("Enables the proxy.") boolean enabled,

            @Option(inline = true) ProxyTarget target) implements Checked {
        @Override
        public void check(Checks checks) {
            checks.require(!enabled || target.isSet(), "must be set if enabled is true", "endpoint", "enabled");
        }
    }
}
