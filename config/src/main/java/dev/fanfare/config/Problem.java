package dev.fanfare.config;

/**
 * One thing that is wrong with a configuration. Immutable.
 *
 * @param origin where it was written
 * @param key path of the key, as {@code client.ping-interval}; empty when it concerns the whole
 * @param value what was written there, shortened; stars for a secret; empty when there is nothing to show
 * @param message what is allowed there
 */
public record Problem(ValueOrigin origin, String key, String value, String message) {
    /** In one line: where, which key, which value, what is allowed. */
    @Override
    public String toString() {
        var shown = value.isEmpty() ? "" : " is \"" + value + "\"";
        return origin + ": " + (key.isEmpty() ? "" : key + shown + ": ") + message;
    }
}
