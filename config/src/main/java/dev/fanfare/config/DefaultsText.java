package dev.fanfare.config;

import java.util.regex.Pattern;

/** Writes YAML of all defaults, with what each option means above it. Confined to one thread. */
public final class DefaultsText {
    private static final String STEP = "  ";
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[a-z0-9][a-zA-Z0-9.]*");

    private final StringBuilder text = new StringBuilder();

    private DefaultsText() {}

    /** The text for a record type, which loads to its defaults again. */
    public static String of(Class<? extends Record> type) {
        var defaults = new DefaultsText();
        defaults.group(Schema.of(type), "");
        return defaults.text.toString();
    }

    private void group(Schema schema, String indent) {
        for (var key : schema.flat()) {
            if (text.isEmpty() || indent.isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n");
            }
            text.append(indent).append("# ").append(key.meaning()).append('\n');
            text.append(indent).append(key.name()).append(':');
            if (key.shape() instanceof Shape.Group group) {
                text.append('\n');
                group(group.schema(), indent + STEP);
            } else {
                text.append(' ').append(value(key)).append('\n');
            }
        }
    }

    /** The default as YAML on one line. */
    static String value(Schema.Key key) {
        return switch (key.shape()) {
            case Shape.Group group -> "{}";
            case Shape.MapOf map -> "{}";
            case Shape.ListOf list -> key.defaults().isEmpty() ? "[]" : "[" + quoted(key.defaults()) + "]";
            case Shape.Single single -> single(single.codec(), key.defaults());
        };
    }

    private static <T> String single(Codec<T> codec, String defaults) {
        var value = codec.read(defaults);
        if (value == null) {
            throw new IllegalStateException("The default \"" + defaults + "\" is not " + codec.expected());
        }
        var printed = codec.print().apply(value);
        return NEEDS_NO_QUOTES.matcher(printed).matches() ? printed : quoted(printed);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
