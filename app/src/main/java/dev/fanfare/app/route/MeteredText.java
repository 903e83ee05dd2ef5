package dev.fanfare.app.route;

import java.util.regex.Pattern;

/**
 * A text that a regular expression may look at so often and no more: some expressions take exponential time for texts that
 * somebody has chosen, and a match runs where it would hold up other clients. Confined to one match.
 */
final class MeteredText implements CharSequence {
    /** Some milliseconds; a match that is not astray looks at each character a few times. */
    private static final int MAX_LOOKS = 1_000_000;

    /** The expression has looked too often. */
    private static final class ExhaustedException extends RuntimeException {
        ExhaustedException() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int looks;

    private MeteredText(String text) {
        this.text = text;
    }

    /** True when the whole text matches, and that was found out within the limit and the stack. */
    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new MeteredText(text)).matches();
        } catch (ExhaustedException | StackOverflowError astray) {
            return false;
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks > MAX_LOOKS) {
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
