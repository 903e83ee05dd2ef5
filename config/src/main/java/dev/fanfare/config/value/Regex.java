package dev.fanfare.config.value;

import java.util.regex.Pattern;

/** A regular expression that a whole text must match; two are equal when written the same. Immutable. */
public final class Regex {
    private final String text;
    private final Pattern pattern;

    /**
     * @param text as {@link Pattern} reads it; empty: none is set, and everything matches
     * @throws IllegalArgumentException when the text is no regular expression
     */
    public Regex(String text) {
        this.text = text;
        this.pattern = compile(text);
    }

    public boolean isSet() {
        return !text.isEmpty();
    }

    public boolean matches(CharSequence candidate) {
        return !isSet() || pattern.matcher(candidate).matches();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex regex && regex.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }

    private static Pattern compile(String text) {
        try {
            return Pattern.compile(text);
        } catch (StackOverflowError tooDeep) {
            throw new IllegalArgumentException("nested too deeply", tooDeep);
        }
    }
}
