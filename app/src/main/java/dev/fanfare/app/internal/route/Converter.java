package dev.fanfare.app.internal.route;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Limits the values of a placeholder. Immutable. */
sealed interface Converter {
    /** Returns true for a permitted decoded value: one segment, or for {@link Rest} the rest of the path. */
    boolean accepts(String value);

    /** Returns true if the converter certainly accepts all values that the other one accepts. */
    default boolean covers(Converter other) {
        return equals(other);
    }

    /** Returns the converter for the text after the colon of {@code {name:...}}: a name or a regular expression. */
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
            throw new IllegalArgumentException(
                    "a converter must be int, long, uuid, path or a regular expression such as " + "[a-z]+, got '"
                            + expression + "'");
        }
        try {
            return new Matching(Pattern.compile(expression));
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException("'" + expression + "' is not a valid regular expression", malformed);
        }
    }

    /** Accepts any non-empty segment. */
    record Any() implements Converter {
        @Override
        public boolean covers(Converter other) {
            return !(other instanceof Rest);
        }

        @Override
        public boolean accepts(String value) {
            return !value.isEmpty();
        }
    }

    /** Accepts decimal integers of a range. */
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
        public boolean covers(Converter other) {
            return other instanceof WholeNumber number && min <= number.min && max >= number.max;
        }

        @Override
        public boolean accepts(String value) {
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

    /**
     * Accepts non-empty segments that match a regular expression within a limited time. Two expressions of the same text are not equal,
     * so {@link #covers} compares the text.
     */
    record Matching(Pattern pattern) implements Converter {
        @Override
        public boolean covers(Converter other) {
            return other instanceof Matching matching && pattern.pattern().equals(matching.pattern.pattern());
        }

        @Override
        public boolean accepts(String value) {
            return !value.isEmpty() && MeteredText.matches(pattern, value);
        }
    }

    /** Accepts the rest of the path including slashes; it may be empty. */
    record Rest() implements Converter {
        @Override
        public boolean covers(Converter other) {
            return true;
        }

        @Override
        public boolean accepts(String value) {
            return true;
        }
    }
}
