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
import java.util.Locale;
import java.util.stream.Collectors;

/** The types an option may have. */
final class Codecs {
    private Codecs() {}

    /** The codec of a type, within the range that the option gives. */
    static Codec<?> of(Class<?> type, Option option) {
        return switch (type.getSimpleName()) {
            case "int" ->
                Codec.of("a whole number", Integer::valueOf).within(option.min(), option.max(), Integer::longValue);
            case "long" ->
                Codec.of("a whole number", Long::valueOf).within(option.min(), option.max(), Long::longValue);
            case "Duration" ->
                new Codec<>("a duration such as 25s, 1m30s, 720h or 500ms", TimeSpan::parse, TimeSpan::print, false)
                        .within(option.min(), option.max(), Duration::toMillis);
            case "ByteSize" ->
                Codec.of("a size such as 64KiB, 1MiB or a number of bytes", ByteSize::parse)
                        .within(option.min(), option.max(), ByteSize::bytes);
            case "Frequency" -> Codec.of("a number in a time such as 30/1s or 100/1m", Frequency::parse);
            case "boolean" -> Codec.of("true or false", Codecs::bool);
            case "String" -> Codec.of("a text", text -> text);
            case "Secret" -> new Codec<>("a secret text", Secret::new, Secret::text, true);
            case "Regex" -> Codec.of("a regular expression", Regex::new);
            case "EndpointUrl" ->
                new Codec<>("a URL that starts with http:// or https://", EndpointUrl::parse, EndpointUrl::url, false);
            case "RedisAddress" ->
                new Codec<>(
                        "host:port or a URL that starts with redis:// or rediss://",
                        RedisAddress::parse,
                        RedisAddress::url,
                        false);
            default -> constants(type);
        };
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Codec<?> constants(Class<?> type) {
        var constants = type.getEnumConstants();
        if (constants == null) {
            throw new IllegalStateException("No option can be of " + type);
        }
        var names = Arrays.stream(constants).map(Codecs::name).collect(Collectors.joining(", "));
        return new Codec<Object>(
                "one of " + names,
                text -> Arrays.stream(constants)
                        .filter(constant -> name(constant).equals(text))
                        .findAny()
                        .orElseThrow(() -> new IllegalArgumentException("none of the names")),
                Codecs::name,
                false);
    }

    private static String name(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
