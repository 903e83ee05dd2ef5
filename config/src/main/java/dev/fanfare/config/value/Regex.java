package dev.fanfare.config.value;

import java.util.regex.Pattern;

/** A regular expression that matches whole texts. Two are equal if their texts are equal. Immutable. */
public final class Regex {
    private final String text;
    private final Pattern pattern;

    /**
     * @param text a {@link Pattern}; empty if none is set, which matches every text
     * @throws IllegalArgumentException if the text is invalid
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

    /** The text of the expression. */
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
