package dev.fanfare.server.config;

import dev.fanfare.config.Option;
import dev.fanfare.config.value.Secret;

/** The HTTP API at /api. Immutable. */
public record HttpApiOptions(
        @Option(
                "API key, which requests send in the X-API-Key header. Empty: the API is disabled, unless insecure is set.")
        Secret key,

        @Option("Disables authentication of the API. For development only.")
        boolean insecure,

        @Option(
                value =
                        "How errors are reported: reply sends status 200 with an error in the body, transport sends the status of the error.",
                defaults = "reply")
        ErrorMode errorMode) {

    /** How errors are reported. */
    public enum ErrorMode {
        REPLY,
        TRANSPORT
    }

    public boolean isEnabled() {
        return insecure || key.isSet();
    }
}
