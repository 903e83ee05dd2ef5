package dev.fanfare.config;

import dev.fanfare.config.value.ByteSize;
import dev.fanfare.config.value.EndpointUrl;
import dev.fanfare.config.value.Frequency;
import dev.fanfare.config.value.RedisAddress;
import dev.fanfare.config.value.Regex;
import dev.fanfare.config.value.Secret;
import dev.fanfare.config.value.TimeSpan;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parses the text of an option. Immutable.
 *
 * @param type name of the type and the valid range, for the reference
 * @param expected description of a valid text, to be read after "must be"
 * @param parse throws {@link IllegalArgumentException} if the text is invalid
 */
record Codec(String type, String expected, Function<String, ?> parse) {
    private static final Map<Class<?>, Codec> TYPES = Map.of(
            boolean.class, new Codec("boolean", "true or false", Codec::bool),
            String.class, new Codec("string", "a string", text -> text),
            Secret.class, new Codec("secret", "a string", Secret::new),
            Regex.class, new Codec("regular expression", "a regular expression", Regex::new),
            Frequency.class, new Codec("rate", "a rate such as 30/1s or 100/1m", Frequency::parse),
            EndpointUrl.class, new Codec("URL", "an http:// or https:// URL", EndpointUrl::parse),
            RedisAddress.class,
                    new Codec("Redis address", "host:port or a redis:// or rediss:// URL", RedisAddress::parse));

    /** The codec of a type, limited to the range of the option. */
    static Codec of(Class<?> type, Option option) {
        if (type == int.class) {
            return ranged("integer", "an integer", Integer::valueOf, Integer::longValue, option);
        }
        if (type == long.class) {
            return ranged("integer", "an integer", Long::valueOf, Long::longValue, option);
        }
        if (type == Duration.class) {
            var expected = "a duration such as 500ms, 25s, 1m30s or 720h";
            return ranged("duration", expected, TimeSpan::parse, Duration::toMillis, option);
        }
        if (type == ByteSize.class) {
            return ranged("size", "a size such as 64KiB or 1MiB", ByteSize::parse, ByteSize::bytes, option);
        }
        var codec = TYPES.get(type);
        if (codec == null && !type.isEnum()) {
            throw new IllegalStateException("an option cannot have the type " + type);
        }
        return codec == null ? constants(type.getEnumConstants()) : codec;
    }

    /** Returns the value, or null if the text is invalid. */
    @Nullable
    Object read(String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }

    private static <T> Codec ranged(
            String type, String expected, Function<String, T> parse, ToLongFunction<T> measure, Option option) {
        var min = option.min().isEmpty() ? "0" : option.min();
        var max = option.max();
        var unlimited = option.min().isEmpty() && max.isEmpty() && !type.equals("integer");
        var lowest = measure.applyAsLong(parse.apply(min));
        var highest = max.isEmpty() ? Long.MAX_VALUE : measure.applyAsLong(parse.apply(max));
        var range = max.isEmpty() ? ", at least " + min : ", between " + min + " and " + max;
        var shortRange = max.isEmpty() ? ", " + min + " or more" : ", " + min + " to " + max;
        return new Codec(type + (unlimited ? "" : shortRange), expected + (unlimited ? "" : range), text -> {
            var value = parse.apply(text);
            var measured = measure.applyAsLong(value);
            if (measured < lowest || measured > highest) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        });
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Codec constants(Object[] constants) {
        Map<String, Object> byName = Arrays.stream(constants)
                .collect(Collectors.toMap(
                        constant -> ((Enum<?>) constant)
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'),
                        constant -> constant,
                        (one, other) -> one,
                        LinkedHashMap::new));
        var names = String.join(", ", byName.keySet());
        return new Codec(names, "one of " + names, text -> {
            var constant = byName.get(text.replace('_', '-'));
            if (constant == null) {
                throw new IllegalArgumentException("not one of " + names);
            }
            return constant;
        });
    }
}
