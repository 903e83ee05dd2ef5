package dev.fanfare.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Generates documentation from the declarations of options. Confined to one thread. */
final class OptionDocs {
    private static final String HEAD = "\n| key | type | default | reload | description |\n|---|---|---|---|---|\n";
    private static final String INDENT = "  ";
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[a-z0-9][a-zA-Z0-9.]*");

    private final StringBuilder text = new StringBuilder();

    private OptionDocs() {}

    /** YAML of all options that loads to the defaults, with the description above each key. */
    static String defaults(Schema.Group root) {
        var docs = new OptionDocs();
        docs.defaults(root, "");
        return docs.text.toString();
    }

    /** A table of the keys that are not groups, and then a section for each group and for each list of groups. */
    static String reference(Schema.Group root) {
        var docs = new OptionDocs();
        docs.text.append("## General\n").append(HEAD);
        root.flat().stream().filter(key -> groupOf(key.schema()) == null).forEach(key -> docs.row("", key, false));
        root.flat().stream().filter(key -> groupOf(key.schema()) != null).forEach(docs::section);
        return docs.text.toString();
    }

    private void defaults(Schema.Group group, String indent) {
        for (var key : group.flat()) {
            text.append(text.isEmpty() || !indent.isEmpty() ? "" : "\n");
            text.append(indent).append("# ").append(key.option().value()).append('\n');
            text.append(indent).append(key.name()).append(':');
            if (key.schema() instanceof Schema.Group below) {
                text.append('\n');
                defaults(below, indent + INDENT);
            } else {
                text.append(' ').append(defaultOf(key)).append('\n');
            }
        }
    }

    private void section(Schema.OptionKey key) {
        text.append("\n## ")
                .append(key.name())
                .append("\n\n")
                .append(key.option().value())
                .append('\n')
                .append(HEAD);
        row("", key, false);
    }

    private void row(String prefix, Schema.OptionKey key, boolean inReloadable) {
        var path = prefix + key.name();
        var reloadable = inReloadable || key.option().reloadable();
        if (!(key.schema() instanceof Schema.Group)) {
            var written = defaultOf(key);
            var cells = List.of(
                    "`" + path + "`",
                    key.schema().type(),
                    written.equals("\"\"") ? "" : "`" + written + "`",
                    reloadable ? "yes" : "",
                    key.option().value());
            text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        var below = groupOf(key.schema());
        if (below != null) {
            var step = key.schema() instanceof Schema.Group ? "." : "[].";
            below.flat().forEach(each -> row(path + step, each, reloadable));
        }
    }

    /** The group of this key, or of the items if it is a list; null if there is none. */
    private static Schema.@Nullable Group groupOf(Schema schema) {
        return switch (schema) {
            case Schema.Group group -> group;
            case Schema.ListOf list -> groupOf(list.item());
            case Schema.Single single -> null;
            case Schema.MapOf map -> null;
        };
    }

    /** The default as YAML in one line. */
    private static String defaultOf(Schema.OptionKey key) {
        return switch (key.schema()) {
            case Schema.ListOf list ->
                key.defaults().isEmpty() ? "[]" : "[" + quoted(key.defaults()).replace(",", "\", \"") + "]";
            case Schema.Single single ->
                NEEDS_NO_QUOTES.matcher(key.defaults()).matches() ? key.defaults() : quoted(key.defaults());
            case Schema.Group group -> "{}";
            case Schema.MapOf map -> "{}";
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
