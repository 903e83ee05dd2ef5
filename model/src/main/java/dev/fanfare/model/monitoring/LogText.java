package dev.fanfare.model.monitoring;

import org.jspecify.annotations.Nullable;

/**
 * Text of a client in a log line. Immutable. Its text form escapes characters that could forge or hide parts of the line: quotes,
 * backslashes, control characters, line separators, and invisible characters such as those that reverse the direction of text. The
 * text form is computed only if the line is logged.
 *
 * @param value the text, or an object whose text form contains text of a client
 */
public record LogText(@Nullable Object value) {
    private static final int MAX_CHARS = 512;
    private static final String CUT = "...";

    /** Returns the text of a client in a form that can be logged. */
    public static LogText of(@Nullable Object value) {
        return new LogText(value);
    }

    /** Returns the escaped text, of at most 512 characters of the original. */
    @Override
    public String toString() {
        var text = String.valueOf(value);
        var cut = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + CUT;
        return cut.codePoints().noneMatch(LogText::isEscaped) ? cut : escaped(cut);
    }

    private static String escaped(String text) {
        var out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (character == '"' || character == '\\') {
                out.append('\\').append((char) character);
            } else if (isEscaped(character)) {
                for (var unit : Character.toChars(character)) {
                    out.append("\\u%04x".formatted((int) unit));
                }
            } else {
                out.appendCodePoint(character);
            }
        });
        return out.toString();
    }

    private static boolean isEscaped(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> character == '"' || character == '\\';
        };
    }
}
