package dev.fanfare.config;

import java.util.Arrays;
import java.util.stream.Stream;

/** Collects violated rules of one group of options. Confined to one thread. */
public final class Checks {
    private final Problems problems;
    private final String prefix;

    Checks(Problems problems, String prefix) {
        this.problems = problems;
        this.prefix = prefix;
    }

    /**
     * Reports the message of the {@link IllegalArgumentException} that the action throws.
     *
     * @param use uses the value of the key
     */
    public void requireUsable(Runnable use, String key, String... involved) {
        try {
            use.run();
        } catch (IllegalArgumentException unusable) {
            require(false, "is not usable: " + unusable.getMessage(), key, involved);
        }
    }

    /**
     * Reports a problem if the rule is violated, unless one of the keys already has a problem.
     *
     * @param message the rule, to be read after the key
     * @param key path of the key to change, relative to this group
     * @param involved other keys that the rule refers to
     */
    public void require(boolean holds, String message, String key, String... involved) {
        var paths = Stream.concat(Stream.of(key), Arrays.stream(involved)).map(each -> prefix + each);
        if (!holds && paths.noneMatch(problems::concern)) {
            problems.add(prefix + key, message);
        }
    }
}
