package dev.fanfare.config;

import java.util.List;
import java.util.Map;

/** A value as written, and where. Confined to the thread that loads. */
sealed interface Value {
    ValueOrigin origin();

    /** What to call it in a message. */
    String kind();

    /** A single text; {@code plain} when it was written without quotes. */
    record Text(String text, boolean plain, ValueOrigin origin) implements Value {
        @Override
        public String kind() {
            return isNothing() ? "nothing" : "a single value";
        }

        /** Whether it says that there is no value. */
        boolean isNothing() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    /** A list. */
    record Items(List<Value> values, ValueOrigin origin) implements Value {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with their values, in the order written. */
    record Keys(Map<String, Entry> entries, ValueOrigin origin) implements Value {
        @Override
        public String kind() {
            return "a group of keys";
        }
    }

    /** A value, and where its key was written. */
    record Entry(Value value, ValueOrigin key) {}
}
