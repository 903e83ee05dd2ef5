package dev.fanfare.config;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes the rules of one group of keys, and knows where each key was written. Confined to one thread. */
public final class Checks {
    private final @Nullable Value root;
    private final ValueOrigin nowhere;
    private final String prefix;
    private final Problems problems;

    Checks(@Nullable Value root, ValueOrigin nowhere, String prefix, Problems problems) {
        this.root = root;
        this.nowhere = nowhere;
        this.prefix = prefix;
        this.problems = problems;
    }

    /**
     * A problem when the rule does not hold, unless one of the keys has a problem already.
     *
     * @param message what is allowed, to be read after the key
     * @param key path of the key to change, from this group
     * @param involved other keys that the rule looked at
     */
    public void require(boolean holds, String message, String key, String... involved) {
        var paths = Stream.concat(Stream.of(key), Arrays.stream(involved)).map(each -> prefix + each);
        if (!holds && paths.noneMatch(problems::concern)) {
            problems.add(origin(prefix + key), prefix + key, "", message);
        }
    }

    /** Where the key was written, or else the innermost group around it that was. */
    private ValueOrigin origin(String path) {
        var value = root;
        var origin = root == null ? nowhere : root.origin();
        for (var step : path.replace("[", ".").replace("]", "").split("\\.", -1)) {
            var entry = step(value, step);
            if (entry == null) {
                return origin;
            }
            origin = entry.key();
            value = entry.value();
        }
        return origin;
    }

    private static Value.@Nullable Entry step(@Nullable Value value, String step) {
        if (value instanceof Value.Keys keys) {
            return keys.entries().get(step);
        }
        if (value instanceof Value.Items items && step.matches("\\d{1,7}")) {
            var number = Integer.parseInt(step);
            return number < items.values().size()
                    ? new Value.Entry(
                            items.values().get(number),
                            items.values().get(number).origin())
                    : null;
        }
        return null;
    }
}
