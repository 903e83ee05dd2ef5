package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import dev.fanfare.config.value.Secret;

/** The API of the server at /api. Immutable. */
public record HttpApiOptions(
        @Option("Key that a request carries in X-API-Key. Empty: the API is off, unless insecure.")
        Secret key,

        @Option("Whether the API answers without any key. Never do this where others can reach the port.")
        boolean insecure,

        @Option(
                value = "How an error is told: in the reply of status 200, or by the status of HTTP (transport).",
                defaults = "reply")
        ErrorMode errorMode) {

    /** Where errors are told. */
    public enum ErrorMode {
        REPLY,
        TRANSPORT
    }

    public boolean isEnabled() {
        return insecure || key.isSet();
    }
}
