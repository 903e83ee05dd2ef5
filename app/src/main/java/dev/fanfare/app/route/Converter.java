package dev.fanfare.app.route;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Says which values a placeholder takes. Immutable. */
sealed interface Converter {
    /** True when the decoded value, which is one segment, or for {@link Rest} all that is left, is taken. */
    boolean takes(String value);

    /** The converter that stands behind the colon of {@code {name:...}}: the name of one, or a regular expression. */
    static Converter of(String text) {
        return switch (text) {
            case "int" -> WholeNumber.INT;
            case "long" -> WholeNumber.LONG;
            case "uuid" ->
                new Matching(
                        Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"));
            case "path" -> new Rest();
            default -> matching(text);
        };
    }

    private static Converter matching(String expression) {
        if (expression.matches("[A-Za-z_]*")) {
            throw new IllegalArgumentException("'" + expression
                    + "' is no converter: there are int, long, uuid, path, and regular expressions such as [a-z]+");
        }
        try {
            return new Matching(Pattern.compile(expression));
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException("'" + expression + "' is no regular expression", malformed);
        }
    }

    /** Anything but nothing. */
    record Any() implements Converter {
        @Override
        public boolean takes(String value) {
            return !value.isEmpty();
        }
    }

    /** A decimal integer that fits. */
    enum WholeNumber implements Converter {
        INT(Integer.MIN_VALUE, Integer.MAX_VALUE),
        LONG(Long.MIN_VALUE, Long.MAX_VALUE);

        private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,19}");

        private final long min;
        private final long max;

        WholeNumber(long min, long max) {
            this.min = min;
            this.max = max;
        }

        @Override
        public boolean takes(String value) {
            if (!DECIMAL.matcher(value).matches()) {
                return false;
            }
            try {
                long number = Long.parseLong(value);
                return number >= min && number <= max;
            } catch (NumberFormatException tooLong) {
                return false;
            }
        }
    }

    /** What matches a regular expression as a whole, but for nothing, and for what takes the expression too long. */
    record Matching(Pattern pattern) implements Converter {
        @Override
        public boolean takes(String value) {
            return !value.isEmpty() && MeteredText.matches(pattern, value);
        }
    }

    /** All that is left of the path, slashes included, be it nothing. */
    record Rest() implements Converter {
        @Override
        public boolean takes(String value) {
            return true;
        }
    }
}
