package dev.fanfare.config;

import java.util.List;
import java.util.Map;

/** A value of a configuration and its location. Confined to one thread. */
sealed interface Value {
    /** Returns the location of the value, or of its key if it has one. */
    Location location();

    /** The name of this kind of value in messages. */
    String kind();

    /** Returns whether this is an empty value. An empty value selects the default. */
    default boolean isEmpty() {
        return false;
    }

    /** A scalar; {@code plain} if it is written without quotes. */
    record Text(String text, boolean plain, Location location) implements Value {
        @Override
        public String kind() {
            return isEmpty() ? "an empty value" : "a single value";
        }

        @Override
        public boolean isEmpty() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    /** A list. */
    record Items(List<Value> values, Location location) implements Value {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A mapping, in the order written. */
    record Mapping(Map<String, Value> entries, Location location) implements Value {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /**
     * The place where a value is written. Immutable.
     *
     * @param source a file, an environment variable or a flag
     * @param line the line, starting at 1; 0 if the source has no lines
     */
    record Location(String source, int line) {}
}
