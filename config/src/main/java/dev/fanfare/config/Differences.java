package dev.fanfare.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Compares two configurations. Confined to one thread. */
public final class Differences {
    private final List<String> paths = new ArrayList<>();

    private Differences() {}

    /** The paths of the options that differ, in the order of the declaration; of a list or a map that of the whole. */
    public static <R extends Record> List<String> between(R one, R other) {
        var differences = new Differences();
        differences.collect("", one, other);
        return List.copyOf(differences.paths);
    }

    private void collect(String prefix, Record one, Record other) {
        for (var component : one.getClass().getRecordComponents()) {
            var path = component.isAnnotationPresent(Inline.class)
                    ? prefix
                    : prefix + Schema.kebab(component.getName()) + ".";
            var first = value(component, one);
            var second = value(component, other);
            if (first instanceof Record group
                    && second instanceof Record otherGroup
                    && Schema.isGroup(component.getType())) {
                collect(path, group, otherGroup);
            } else if (!first.equals(second)) {
                paths.add(path.substring(0, path.length() - 1));
            }
        }
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(component + " can't be read", impossible);
        }
    }
}
