package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Inline;
import dev.fanfare.config.Option;

/** What a backend decides about connections. Immutable. */
public record ClientProxies(
        @Option("Asked when a client connects without a token.")
        EventProxy connect,

        @Option("Asked by the server itself when a connection expires; then no client is asked for a new token.")
        EventProxy refresh) {

    /** One event. */
    public record EventProxy(
            @Option("Whether the backend is asked.") boolean enabled,

            @Option("How it is asked.") @Inline ProxyTarget target)
            implements Checked {
        @Override
        public void check(Checks checks) {
            checks.require(!enabled || target.isSet(), "must be set when the proxy is enabled", "endpoint", "enabled");
        }
    }
}
