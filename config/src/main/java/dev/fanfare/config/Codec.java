package dev.fanfare.config;

import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Text to value and back, for one type and the range of one option. Immutable.
 *
 * @param expected what a text must be, to be read after "must be"
 * @param parse throws {@link IllegalArgumentException} at any other text
 * @param print gives what {@code parse} reads
 * @param secret whether its values must not be shown
 */
record Codec<T>(String expected, Function<String, T> parse, Function<T, String> print, boolean secret) {
    static <T> Codec<T> of(String expected, Function<String, T> parse) {
        return new Codec<>(expected, parse, String::valueOf, false);
    }

    /** The value, or null when the text is not allowed. */
    @Nullable
    T read(String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException notAllowed) {
            return null;
        }
    }

    /** The same for values whose measure lies between two of them; an empty text stands for no limit. */
    Codec<T> within(String min, String max, ToLongFunction<T> measure) {
        var lowest = min.isEmpty() ? 0 : measure.applyAsLong(parse.apply(min));
        var highest = max.isEmpty() ? Long.MAX_VALUE : measure.applyAsLong(parse.apply(max));
        var range = (min.isEmpty() ? "" : ", at least " + min) + (max.isEmpty() ? "" : ", at most " + max);
        return new Codec<>(
                expected + range,
                text -> {
                    var value = parse.apply(text);
                    var measured = measure.applyAsLong(value);
                    if (measured < lowest || measured > highest) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return value;
                },
                print,
                secret);
    }
}
