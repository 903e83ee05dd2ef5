package dev.fanfare.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes records of a tree; what is missing or wrong there gets its default. Confined to one thread. */
final class Binder {
    private final @Nullable Value root;
    private final ValueOrigin nowhere;
    private final Problems problems;
    private final List<String> allPaths;

    Binder(@Nullable Value root, ValueOrigin nowhere, Schema schema, Problems problems) {
        this.root = root;
        this.nowhere = nowhere;
        this.problems = problems;
        this.allPaths = schema.paths();
    }

    /** A record with all below it. A path ends with a dot, or is empty for the whole. */
    Object group(Schema schema, @Nullable Value value, String path) {
        var entries = entries(value, path);
        for (var each : entries.entrySet()) {
            if (schema.flat().stream().noneMatch(key -> key.name().equals(each.getKey()))) {
                unknown(schema, path, each.getKey(), each.getValue().key());
            }
        }
        return fill(schema, entries, path);
    }

    private Object fill(Schema schema, Map<String, Value.Entry> entries, String path) {
        var arguments = new ArrayList<Object>();
        for (var key : schema.keys()) {
            arguments.add(component(key, entries, path));
        }
        var made = construct(schema.type(), arguments.toArray());
        if (made instanceof Checked checked) {
            checked.check(new Checks(root, nowhere, path, problems));
        }
        return made;
    }

    private Object component(Schema.Key key, Map<String, Value.Entry> entries, String path) {
        var entry = entries.get(key.name());
        if (key.inline() && key.shape() instanceof Shape.Group group) {
            return fill(group.schema(), entries, path);
        }
        var value = entry == null || isNothing(entry.value()) ? null : entry.value();
        var here = path + key.name();
        return switch (key.shape()) {
            case Shape.Group group -> group(group.schema(), value, here + ".");
            case Shape.Single single -> orDefault(value == null ? null : single(single, value, here), single, key);
            case Shape.ListOf list -> value == null ? defaults(list, key) : items(list, value, here);
            case Shape.MapOf map -> map(map, value, here);
        };
    }

    private Map<String, Value.Entry> entries(@Nullable Value value, String path) {
        if (value instanceof Value.Keys keys) {
            return keys.entries();
        }
        if (value != null && !isNothing(value)) {
            var name = path.isEmpty() ? "" : path.substring(0, path.length() - 1);
            problems.add(value.origin(), name, "", "must be a group of keys, not " + value.kind());
        }
        return Map.of();
    }

    private @Nullable Object single(Shape.Single shape, Value value, String path) {
        if (!(value instanceof Value.Text text)) {
            problems.add(value.origin(), path, "", "must be " + shape.expected() + ", not " + value.kind());
            return null;
        }
        var read = shape.codec().read(text.text());
        if (read == null) {
            var shown = shape.codec().secret() ? "***" : text.text();
            problems.add(value.origin(), path, shown, "must be " + shape.expected());
        }
        return read;
    }

    private static Object orDefault(@Nullable Object read, Shape.Single shape, Schema.Key key) {
        return read == null ? defaultOf(shape.codec(), key.defaults()) : read;
    }

    private static Object defaultOf(Codec<?> codec, String text) {
        var value = codec.read(text);
        if (value == null) {
            throw new IllegalStateException("The default \"" + text + "\" is not " + codec.expected());
        }
        return value;
    }

    private static List<Object> defaults(Shape.ListOf shape, Schema.Key key) {
        var text = key.defaults();
        return text.isEmpty() || !(shape.item() instanceof Shape.Single single)
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(item -> defaultOf(single.codec(), item))
                        .toList();
    }

    private List<Object> items(Shape.ListOf shape, Value value, String path) {
        if (!(value instanceof Value.Items items)) {
            problems.add(value.origin(), path, "", "must be " + shape.expected() + "; it is " + value.kind());
            return List.of();
        }
        var bound = new ArrayList<>();
        for (var number = 0; number < items.values().size() && !problems.isFull(); number++) {
            var item = item(shape.item(), items.values().get(number), path + "[" + number + "]");
            if (item != null) {
                bound.add(item);
            }
        }
        return List.copyOf(bound);
    }

    private @Nullable Object item(Shape shape, Value value, String path) {
        return switch (shape) {
            case Shape.Group group -> group(group.schema(), value, path + ".");
            case Shape.Single single -> single(single, value, path);
            case Shape.ListOf list -> items(list, value, path);
            case Shape.MapOf map -> map(map, value, path);
        };
    }

    private Map<String, Object> map(Shape.MapOf shape, @Nullable Value value, String path) {
        var bound = new LinkedHashMap<String, Object>();
        entries(value, path + ".").forEach((name, entry) -> {
            var item = single(new Shape.Single(shape.codec()), entry.value(), path + "." + name);
            if (item != null) {
                bound.put(name, item);
            }
        });
        return Collections.unmodifiableMap(bound);
    }

    private void unknown(Schema schema, String path, String name, ValueOrigin origin) {
        if (problems.isFull()) {
            return;
        }
        var here = schema.flat().stream().map(Schema.Key::name).toList();
        var written = name.replace('_', '-');
        var elsewhere = allPaths.stream()
                .filter(each -> each.equals(written) || each.endsWith("." + written))
                .findFirst()
                .map(each -> each + ", one group below the other");
        var hint = Nearest.to(name, here).or(() -> elsewhere);
        problems.add(
                origin,
                path + name,
                "",
                "unknown key; "
                        + hint.map(near -> "did you mean " + near + "?")
                                .orElse("allowed here: " + String.join(", ", here)));
    }

    private static boolean isNothing(Value value) {
        return value instanceof Value.Text text && text.isNothing();
    }

    private static Object construct(Class<?> type, Object[] arguments) {
        var types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("Can't make a " + type, broken);
        }
    }
}
