package dev.fanfare.config.value;

/**
 * A text that must not appear in logs, messages or pages. Immutable.
 *
 * @param text the secret; empty if none is set
 */
public record Secret(String text) {
    private static final String HIDDEN = "***";

    public boolean isSet() {
        return !text.isEmpty();
    }

    /** Three stars, never the secret. */
    @Override
    public String toString() {
        return HIDDEN;
    }
}
