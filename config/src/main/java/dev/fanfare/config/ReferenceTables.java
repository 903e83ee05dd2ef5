package dev.fanfare.config;

import java.util.stream.Collectors;

/** Writes Markdown tables of all options. Confined to one thread. */
public final class ReferenceTables {
    private static final String HEAD = "\n| key | type | default | meaning |\n|---|---|---|---|\n";

    private final StringBuilder text = new StringBuilder();

    private ReferenceTables() {}

    /** A section for each key of a record type that has keys below it, after a table of those that have none. */
    public static String of(Class<? extends Record> type) {
        var tables = new ReferenceTables();
        var schema = Schema.of(type);
        tables.text.append("## General\n").append(HEAD);
        schema.flat().stream().filter(key -> !hasKeys(key.shape())).forEach(key -> tables.row(key.name(), key));
        for (var key : schema.flat()) {
            if (hasKeys(key.shape())) {
                tables.section(key);
            }
        }
        return tables.text.toString();
    }

    private void section(Schema.Key key) {
        text.append("\n## ")
                .append(key.name())
                .append("\n\n")
                .append(key.meaning())
                .append('\n');
        text.append(HEAD);
        row(key.name(), key);
    }

    private void rows(String path, Shape shape) {
        if (shape instanceof Shape.Group group) {
            group.schema().flat().forEach(key -> row(path + "." + key.name(), key));
        } else if (shape instanceof Shape.ListOf list) {
            rows(path + "[]", list.item());
        }
    }

    private void row(String path, Schema.Key key) {
        if (!(key.shape() instanceof Shape.Group)) {
            text.append("| `").append(path).append("` | ");
            text.append(type(key.shape())).append(" | ");
            text.append(code(DefaultsText.value(key))).append(" | ");
            text.append(cell(key.meaning())).append(" |\n");
        }
        rows(path, key.shape());
    }

    private static String type(Shape shape) {
        return cell(shape.expected());
    }

    private static boolean hasKeys(Shape shape) {
        return shape instanceof Shape.Group || (shape instanceof Shape.ListOf list && hasKeys(list.item()));
    }

    private static String code(String value) {
        return value.equals("\"\"") ? "" : "`" + value + "`";
    }

    private static String cell(String text) {
        return text.lines().map(line -> line.replace("|", "\\|")).collect(Collectors.joining(" "));
    }
}
