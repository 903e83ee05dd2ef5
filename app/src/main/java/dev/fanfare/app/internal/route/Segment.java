package dev.fanfare.app.internal.route;

import java.util.regex.Pattern;

/** One segment of a path pattern. Immutable. */
sealed interface Segment {
    /** Returns true if the segment matches this decoded value. */
    boolean matches(String value);

    /** Returns true if the segment certainly matches all values that the other one matches. */
    boolean covers(Segment other);

    /** Matches itself only. */
    record Literal(String text) implements Segment {
        @Override
        public boolean matches(String value) {
            return text.equals(value);
        }

        @Override
        public boolean covers(Segment other) {
            return equals(other);
        }
    }

    /** Matches the values of a converter and names them. */
    record Placeholder(String name, Converter converter) implements Segment {
        @Override
        public boolean matches(String value) {
            return converter.accepts(value);
        }

        @Override
        public boolean covers(Segment other) {
            return switch (other) {
                case Literal literal -> matches(literal.text());
                case Placeholder placeholder -> converter.covers(placeholder.converter());
            };
        }

        boolean isRest() {
            return converter instanceof Converter.Rest;
        }
    }

    Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Placeholders and wildcards of other frameworks. */
    Pattern FOREIGN = Pattern.compile(":.*|.*[<>*?].*");

    /**
     * Parses a segment.
     *
     * @throws IllegalArgumentException if the text contains braces and is not of the form {@code {name}} or {@code {name:converter}},
     *     or if it is a placeholder or wildcard of another framework
     */
    static Segment parse(String text) {
        if (text.indexOf('{') < 0 && text.indexOf('}') < 0) {
            if (FOREIGN.matcher(text).matches()) {
                throw new IllegalArgumentException("'" + text + "' is not a placeholder: use {id} for one segment, "
                        + "{id:int} for an integer, or {rest:path} for the rest of the path");
            }
            return new Literal(text);
        }
        boolean braced = text.length() > 1 && text.startsWith("{") && text.endsWith("}");
        var inner = braced ? text.substring(1, text.length() - 1) : "";
        int colon = inner.indexOf(':');
        var name = colon < 0 ? inner : inner.substring(0, colon);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a placeholder must have the form {name} or {name:converter}, got '" + text + "'");
        }
        return new Placeholder(name, colon < 0 ? new Converter.Any() : Converter.of(inner.substring(colon + 1)));
    }
}
