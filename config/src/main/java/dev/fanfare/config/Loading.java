package dev.fanfare.config;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of YAML, environment and flags. Confined to one thread.
 *
 * @param <T> a record whose components have an {@link Option} each
 */
public final class Loading<T extends Record> {
    private final Class<T> type;
    private final Schema schema;
    private final Problems problems = new Problems();
    private @Nullable Value root;
    private ValueOrigin nowhere = new ValueOrigin("defaults", 0);

    public Loading(Class<T> type) {
        this.type = type;
        this.schema = Schema.of(type);
    }

    /** What is wrong so far. */
    public Problems problems() {
        return problems;
    }

    /** Takes the text of a file, which is called {@code source} in problems; false when it can't be read as a tree. */
    public boolean yaml(String source, String text) {
        nowhere = new ValueOrigin(source, 0);
        root = YamlTree.parse(source, text, problems);
        return root != null || problems.all().isEmpty();
    }

    /** Takes variables, which go before the file. */
    public void environment(Map<String, String> environment) {
        overlay(new Variables(schema).paths(environment, problems), Variables::name);
    }

    /** Takes paths of options with their texts, which go before all taken earlier. */
    public void flags(Map<String, String> flags) {
        overlay(flags, path -> "--" + path);
    }

    /** The record; to be thrown away when there are problems. */
    public T bind() {
        return type.cast(new Binder(root, nowhere, schema, problems).group(schema, root, ""));
    }

    private void overlay(Map<String, String> texts, Function<String, String> source) {
        var overlay = new Overlay(root, schema, problems);
        overlay.put(texts, source);
        root = overlay.root();
    }
}
