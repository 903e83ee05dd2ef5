package dev.fanfare.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates records from a tree of values. A missing or invalid value becomes the default. Confined to one thread. */
final class Binder {
    private final Problems problems;
    private final List<String> allPaths;

    Binder(Schema.Group root, Problems problems) {
        this.problems = problems;
        this.allPaths = root.paths();
    }

    /** Creates a record and everything below it. The prefix of a path ends with a dot, or is empty for the root. */
    Object group(Schema.Group schema, @Nullable Value value, String prefix) {
        var entries = entries(value, prefix);
        var known = schema.flat().stream().map(Schema.OptionKey::name).toList();
        for (var name : entries.keySet()) {
            if (!known.contains(name) && !problems.isFull()) {
                problems.add(prefix + name, "is not a known key; " + hint(name, known));
            }
        }
        return record(schema, entries, prefix);
    }

    private Object record(Schema.Group schema, Map<String, Value> entries, String prefix) {
        var arguments = new ArrayList<>();
        for (var key : schema.keys()) {
            arguments.add(
                    key.option().inline() && key.schema() instanceof Schema.Group group
                            ? record(group, entries, prefix)
                            : component(key, entries.get(key.name()), prefix + key.name()));
        }
        var types = Arrays.stream(schema.record().getRecordComponents()).map(RecordComponent::getType);
        try {
            var constructor = schema.record().getDeclaredConstructor(types.toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            var created = constructor.newInstance(arguments.toArray());
            if (created instanceof Checked checked) {
                checked.check(new Checks(problems, prefix));
            }
            return created;
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("cannot create " + schema.record(), failure);
        }
    }

    private Object component(Schema.OptionKey key, @Nullable Value written, String path) {
        var value = written == null || written.isEmpty() ? null : written;
        var bound = value == null ? null : value(key.schema(), value, path);
        return bound == null ? defaults(key, path) : bound;
    }

    private Object defaults(Schema.OptionKey key, String path) {
        return switch (key.schema()) {
            case Schema.Group group -> group(group, null, path + ".");
            case Schema.MapOf map -> Map.of();
            case Schema.ListOf list ->
                key.defaults().isEmpty() || !(list.item() instanceof Schema.Single item)
                        ? List.of()
                        : Arrays.stream(key.defaults().split(",", -1))
                                .map(text -> item.codec().parse().apply(text))
                                .toList();
            case Schema.Single single -> single.codec().parse().apply(key.defaults());
        };
    }

    /** The value in the form that the schema requires; null if it is invalid. */
    private @Nullable Object value(Schema schema, Value value, String path) {
        return switch (schema) {
            case Schema.Group group -> group(group, value, path + ".");
            case Schema.Single single -> single(single.codec(), value, path);
            case Schema.ListOf list -> items(list, value, path);
            case Schema.MapOf map -> map(map, value, path);
        };
    }

    private @Nullable Object single(Codec codec, Value value, String path) {
        var read = value instanceof Value.Text text ? codec.read(text.text()) : null;
        if (read == null) {
            var found = value instanceof Value.Text text ? '"' + Problems.shown(text.text()) + '"' : value.kind();
            problems.add(path, "must be " + codec.expected() + ", got " + found);
        }
        return read;
    }

    private List<Object> items(Schema.ListOf list, Value value, String path) {
        if (!(value instanceof Value.Items items)) {
            problems.add(path, "must be a list such as [a, b], got " + value.kind());
            return List.of();
        }
        var bound = new ArrayList<>();
        for (var index = 0; index < items.values().size() && !problems.isFull(); index++) {
            var item = items.values().get(index);
            var here = path + "[" + index + "]";
            problems.locate(here, item.location());
            var read = value(list.item(), item, here);
            if (read != null) {
                bound.add(read);
            }
        }
        return List.copyOf(bound);
    }

    private Map<String, Object> map(Schema.MapOf map, Value value, String path) {
        var bound = new LinkedHashMap<String, Object>();
        entries(value, path + ".").forEach((name, text) -> {
            var read = single(map.codec(), text, path + "." + name);
            if (read != null) {
                bound.put(name, read);
            }
        });
        return Collections.unmodifiableMap(bound);
    }

    private Map<String, Value> entries(@Nullable Value value, String prefix) {
        if (value instanceof Value.Mapping keys) {
            keys.entries().forEach((name, entry) -> problems.locate(prefix + name, entry.location()));
            return keys.entries();
        }
        if (value != null && !value.isEmpty()) {
            var path = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
            problems.add(path, "must be a mapping of keys to values, got " + value.kind());
        }
        return Map.of();
    }

    private String hint(String name, List<String> known) {
        var written = name.replace('_', '-');
        return Nearest.to(name, known)
                .or(() -> allPaths.stream()
                        .filter(path -> path.equals(written) || path.endsWith("." + written))
                        .findFirst()
                        .map(path -> path + ", nested one group per dot"))
                .map(near -> "did you mean " + near + "?")
                .orElse("valid keys here: " + String.join(", ", known));
    }
}
