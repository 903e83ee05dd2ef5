package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Inline;
import dev.fanfare.config.Option;

/** Keys of subscription tokens, where they differ from those of connection tokens. Immutable. */
public record SubscriptionTokenOptions(
        @Option("Whether subscription tokens have keys of their own; otherwise client.token holds for them too.")
        boolean enabled,

        @Option("The keys.") @Inline TokenOptions token)
        implements Checked {
    @Override
    public void check(Checks checks) {
        checks.require(
                enabled || !token.isSet(), "must be true when keys are set here, or they would not be used", "enabled");
        checks.require(
                !enabled || token.isSet(),
                "needs a key: hmac-secret-key, rsa-public-key, ecdsa-public-key or jwks-public-endpoint",
                "enabled",
                "hmac-secret-key",
                "rsa-public-key",
                "ecdsa-public-key",
                "jwks-public-endpoint");
    }
}
