package dev.fanfare.app.internal.route;

import java.util.regex.Pattern;

/**
 * A text that limits how often a regular expression reads its characters. Some expressions take exponential time for crafted texts,
 * and a match on an event loop delays other clients. Confined to one match.
 */
final class MeteredText implements CharSequence {
    /** Takes a few milliseconds; an ordinary match reads each character a few times. */
    private static final int MAX_READS = 1_000_000;

    /** Thrown when the limit is reached. */
    private static final class ExhaustedException extends RuntimeException {
        ExhaustedException() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int reads;

    private MeteredText(String text) {
        this.text = text;
    }

    /** Returns true if the whole text matches; false if the match exceeds the limit or the stack. */
    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new MeteredText(text)).matches();
        } catch (ExhaustedException | StackOverflowError tooExpensive) {
            return false;
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++reads > MAX_READS) {
            throw new ExhaustedException();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
