package dev.fanfare.config;

import dev.fanfare.config.value.ByteSize;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The keys that a record type gives: one for each component, in kebab-case, in the order of the declaration. Immutable.
 *
 * @param type the record
 * @param keys one for each component; an inlined one stands for the keys of its own schema
 */
record Schema(Class<?> type, List<Key> keys) {
    /** A component: its name as a key, what it means, its default as it would be written, and what it holds. */
    record Key(String name, String meaning, String defaults, boolean inline, Shape shape) {}

    static Schema of(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalStateException(type + " is no record");
        }
        return new Schema(
                type, Arrays.stream(type.getRecordComponents()).map(Schema::key).toList());
    }

    /** All keys that may stand in a group of this schema, those of inlined records among them. */
    List<Key> flat() {
        return keys.stream().flatMap(Schema::flat).toList();
    }

    /** Visits each option, not going into lists, with its path. */
    void eachOption(BiConsumer<String, Key> visitor) {
        eachOption("", visitor);
    }

    private void eachOption(String prefix, BiConsumer<String, Key> visitor) {
        for (var key : flat()) {
            if (key.shape() instanceof Shape.Group group) {
                group.schema().eachOption(prefix + key.name() + ".", visitor);
            } else {
                visitor.accept(prefix + key.name(), key);
            }
        }
    }

    /** The paths of all options, those of list items as {@code list[].key}. */
    List<String> paths() {
        var paths = new ArrayList<String>();
        eachOption((path, key) -> {
            paths.add(path);
            if (key.shape() instanceof Shape.ListOf list && list.item() instanceof Shape.Group group) {
                group.schema().paths().forEach(below -> paths.add(path + "[]." + below));
            }
        });
        return paths;
    }

    private static Stream<Key> flat(Key key) {
        return key.inline() && key.shape() instanceof Shape.Group group
                ? group.schema().flat().stream()
                : Stream.of(key);
    }

    private static Key key(RecordComponent component) {
        var inline = component.isAnnotationPresent(Inline.class);
        var option = component.getAnnotation(Option.class);
        if (option == null) {
            throw new IllegalStateException(component + " has no @Option");
        }
        var defaults = option.defaults().isEmpty() ? zero(component.getType()) : option.defaults();
        return new Key(kebab(component.getName()), option.value(), defaults, inline, shape(component, option));
    }

    private static Shape shape(RecordComponent component, Option option) {
        if (component.getGenericType() instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            var last = (Class<?>) arguments[arguments.length - 1];
            return component.getType() == Map.class
                    ? new Shape.MapOf(Codecs.of(last, option))
                    : new Shape.ListOf(shape(last, option));
        }
        return shape(component.getType(), option);
    }

    private static Shape shape(Class<?> type, Option option) {
        return isGroup(type) ? new Shape.Group(of(type)) : new Shape.Single(Codecs.of(type, option));
    }

    /** True for a record whose components are options, and false for one that is the value of an option. */
    static boolean isGroup(Class<?> type) {
        return type.isRecord() && !type.getPackageName().endsWith(".value");
    }

    private static String zero(Class<?> type) {
        if (type == boolean.class) {
            return "false";
        }
        return type.isPrimitive() || type == Duration.class || type == ByteSize.class ? "0" : "";
    }

    /** The key of a component. */
    static String kebab(String name) {
        return name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
