package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;

/** The keys of subscription tokens, if they differ from those of connection tokens. Immutable. */
public record SubscriptionTokenOptions(
        @Option("Uses the keys below for subscription tokens; otherwise client.token applies to them too.")
        boolean enabled,

        @Option(inline = true) TokenOptions token)
        implements Checked {
    @Override
    public void check(Checks checks) {
        checks.require(
                enabled || !token.isSet(), "must be true if a key is set in client.subscription-token", "enabled");
        checks.require(
                !enabled || token.isSet(),
                "requires a key: hmac-secret-key, rsa-public-key, ecdsa-public-key or jwks-public-endpoint",
                "enabled",
                "hmac-secret-key",
                "rsa-public-key",
                "ecdsa-public-key",
                "jwks-public-endpoint");
    }
}
