package dev.fanfare.app.route;

import java.util.regex.Pattern;

/** One piece of a pattern between two slashes. Immutable. */
sealed interface Segment {
    /** True when this decoded value may stand there. */
    boolean takes(String value);

    /** A word that has to stand there as it is. */
    record Literal(String text) implements Segment {
        @Override
        public boolean takes(String value) {
            return text.equals(value);
        }
    }

    /** A name for what stands there. */
    record Placeholder(String name, Converter converter) implements Segment {
        @Override
        public boolean takes(String value) {
            return converter.takes(value);
        }

        boolean isRest() {
            return converter instanceof Converter.Rest;
        }
    }

    Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * Reads a segment.
     *
     * @throws IllegalArgumentException when it has braces and is not of the form {@code {name}} or {@code {name:converter}}
     */
    static Segment parse(String text) {
        if (text.indexOf('{') < 0 && text.indexOf('}') < 0) {
            return new Literal(text);
        }
        boolean braced = text.length() > 1 && text.startsWith("{") && text.endsWith("}");
        var inner = braced ? text.substring(1, text.length() - 1) : "";
        int colon = inner.indexOf(':');
        var name = colon < 0 ? inner : inner.substring(0, colon);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not of the form {name} or {name:converter}");
        }
        return new Placeholder(name, colon < 0 ? new Converter.Any() : Converter.of(inner.substring(colon + 1)));
    }
}
