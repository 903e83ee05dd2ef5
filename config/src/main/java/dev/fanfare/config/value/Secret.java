package dev.fanfare.config.value;

/**
 * A text that must not reach logs, messages or pages. Immutable.
 *
 * @param text what is secret; empty: none is set
 */
public record Secret(String text) {
    private static final String HIDDEN = "***";

    public boolean isSet() {
        return !text.isEmpty();
    }

    /** Three stars, whatever the text. */
    @Override
    public String toString() {
        return HIDDEN;
    }
}
