package dev.fanfare.config;

import dev.fanfare.config.ConfigLoader.OptionChange;
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

/** The type of a key's value. Immutable. */
sealed interface Schema {
    /** The name of the type in the reference. */
    String type();

    /** Description of a valid value, to be read after "must be". */
    String expected();

    /** A scalar. */
    record Single(Codec codec) implements Schema {
        @Override
        public String type() {
            return codec.type();
        }

        @Override
        public String expected() {
            return codec.expected();
        }
    }

    /** A list of scalars or groups. */
    record ListOf(Schema item) implements Schema {
        @Override
        public String type() {
            return "list: " + (item instanceof Group ? "groups" : item.type());
        }

        @Override
        public String expected() {
            return "a list";
        }
    }

    /** A mapping of arbitrary names to scalars. */
    record MapOf(Codec codec) implements Schema {
        @Override
        public String type() {
            return "map: string to " + codec.type();
        }

        @Override
        public String expected() {
            return "a mapping";
        }
    }

    /** A component of a record: its key, its declaration and its default as text. */
    record OptionKey(String name, RecordComponent component, Option option, String defaults, Schema schema) {
        private static OptionKey of(RecordComponent component) {
            var option = component.getAnnotation(Option.class);
            if (option == null || (option.value().isEmpty() && !option.inline())) {
                throw new IllegalStateException(component + " has no @Option with a description");
            }
            var name = component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            var defaults = option.defaults().isEmpty() ? zero(component.getType()) : option.defaults();
            return new OptionKey(name, component, option, defaults, schema(component, option));
        }

        private static Schema schema(RecordComponent component, Option option) {
            if (component.getGenericType() instanceof ParameterizedType generic) {
                var arguments = generic.getActualTypeArguments();
                var last = (Class<?>) arguments[arguments.length - 1];
                return component.getType() == Map.class
                        ? new MapOf(Codec.of(last, option))
                        : new ListOf(schema(last, option));
            }
            return schema(component.getType(), option);
        }

        private static Schema schema(Class<?> type, Option option) {
            var isGroup = type.isRecord()
                    && Arrays.stream(type.getRecordComponents())
                            .anyMatch(component -> component.isAnnotationPresent(Option.class));
            return isGroup ? Group.of(type) : new Single(Codec.of(type, option));
        }

        private static String zero(Class<?> type) {
            if (type == boolean.class) {
                return "false";
            }
            return type.isPrimitive() || type == Duration.class || type == ByteSize.class ? "0" : "";
        }

        private Object value(Object record) {
            try {
                return component.getAccessor().invoke(record);
            } catch (ReflectiveOperationException failure) {
                throw new IllegalStateException("cannot read " + component, failure);
            }
        }

        private Stream<OptionKey> flat() {
            return option.inline() && schema instanceof Group group ? group.flat().stream() : Stream.of(this);
        }
    }

    /**
     * The keys of a record type, in kebab-case and in the order of the declaration.
     *
     * @param record the record type
     * @param keys one for each component; the key of an inline component represents the keys of its own group
     */
    record Group(Class<?> record, List<OptionKey> keys) implements Schema {
        static Group of(Class<?> record) {
            return new Group(
                    record,
                    Arrays.stream(record.getRecordComponents())
                            .map(OptionKey::of)
                            .toList());
        }

        @Override
        public String type() {
            return "group";
        }

        @Override
        public String expected() {
            return "a mapping";
        }

        /** All keys that are valid in this group, including those of inline groups. */
        List<OptionKey> flat() {
            return keys.stream().flatMap(OptionKey::flat).toList();
        }

        /** Visits each option with its path; does not visit the items of lists. */
        void eachOption(String prefix, BiConsumer<String, OptionKey> visitor) {
            for (var key : flat()) {
                if (key.schema() instanceof Group group) {
                    group.eachOption(prefix + key.name() + ".", visitor);
                } else {
                    visitor.accept(prefix + key.name(), key);
                }
            }
        }

        /** The paths of all options; those of list items as {@code list[].key}. */
        List<String> paths() {
            var paths = new ArrayList<String>();
            eachOption("", (path, key) -> {
                paths.add(path);
                if (key.schema() instanceof ListOf list && list.item() instanceof Group group) {
                    group.paths().forEach(below -> paths.add(path + "[]." + below));
                }
            });
            return paths;
        }

        /** Visits each option that differs between two records of this type. */
        void eachChange(String prefix, Object before, Object after, boolean reloadable, List<OptionChange> changes) {
            for (var key : keys) {
                var path = key.option().inline() ? prefix : prefix + key.name() + ".";
                var now = reloadable || key.option().reloadable();
                if (key.schema() instanceof Group group) {
                    group.eachChange(path, key.value(before), key.value(after), now, changes);
                } else if (!key.value(before).equals(key.value(after))) {
                    changes.add(new OptionChange(prefix + key.name(), now));
                }
            }
        }
    }
}
