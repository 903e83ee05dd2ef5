package dev.fanfare.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lays texts from environment and flags over a tree: each replaces the value at its path. Confined to one thread. */
final class Overlay {
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Problems problems;
    private @Nullable Value root;

    Overlay(@Nullable Value root, Schema schema, Problems problems) {
        this.root = root;
        this.problems = problems;
        schema.eachOption((path, key) -> shapes.put(path, key.shape()));
    }

    @Nullable
    Value root() {
        return root;
    }

    /** Sets each path; the source names the variable or flag that a path came from. */
    void put(Map<String, String> texts, Function<String, String> source) {
        texts.forEach((path, text) -> {
            var origin = new ValueOrigin(source.apply(path), 0);
            var shape = shapes.get(path);
            if (shape == null) {
                var hint = Nearest.to(path, shapes.keySet()).map(near -> "; did you mean " + near + "?");
                problems.add(origin, "no option has this name" + hint.orElse(""));
            } else {
                put(path, value(shape, text, origin), origin);
            }
        });
    }

    private @Nullable Value value(Shape shape, String text, ValueOrigin origin) {
        if (shape instanceof Shape.Single) {
            return new Value.Text(text, false, origin);
        }
        if (shape instanceof Shape.ListOf list
                && list.item() instanceof Shape.Single
                && !text.strip().startsWith("[")) {
            return commaSeparated(text, origin);
        }
        return YamlTree.parse(origin.source(), text, problems);
    }

    private static Value commaSeparated(String text, ValueOrigin origin) {
        var items = new ArrayList<Value>();
        Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(item -> items.add(new Value.Text(item, false, origin)));
        return new Value.Items(items, origin);
    }

    /** Groups on the way are made; where the file has something else, that is reported when it is bound. */
    private void put(String path, @Nullable Value value, ValueOrigin origin) {
        if (value == null) {
            return;
        }
        var steps = path.split("\\.", -1);
        if (isNothing(root)) {
            root = new Value.Keys(new LinkedHashMap<>(), origin);
        }
        var here = root;
        for (var step = 0; step < steps.length - 1; step++) {
            here = here instanceof Value.Keys keys ? below(keys, steps[step], origin) : null;
        }
        if (here instanceof Value.Keys keys) {
            keys.entries().put(steps[steps.length - 1], new Value.Entry(value, origin));
        }
    }

    private static Value below(Value.Keys keys, String step, ValueOrigin origin) {
        var entry = keys.entries().get(step);
        if (entry == null || isNothing(entry.value())) {
            entry = new Value.Entry(new Value.Keys(new LinkedHashMap<>(), origin), origin);
            keys.entries().put(step, entry);
        }
        return entry.value();
    }

    private static boolean isNothing(@Nullable Value value) {
        return value == null || (value instanceof Value.Text text && text.isNothing());
    }
}
