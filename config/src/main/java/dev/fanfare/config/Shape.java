package dev.fanfare.config;

/** What a key holds. Immutable. */
sealed interface Shape {
    /** What to call it in a message. */
    String expected();

    /** One text. */
    record Single(Codec<?> codec) implements Shape {
        @Override
        public String expected() {
            return codec.expected();
        }
    }

    /** A list of texts or of groups. */
    record ListOf(Shape item) implements Shape {
        @Override
        public String expected() {
            return "a list, each item " + item.expected();
        }
    }

    /** Freely chosen names, each with a text. */
    record MapOf(Codec<?> codec) implements Shape {
        @Override
        public String expected() {
            return "names, each with " + codec.expected();
        }
    }

    /** The keys of a record. */
    record Group(Schema schema) implements Shape {
        @Override
        public String expected() {
            return "a group of keys";
        }
    }
}
