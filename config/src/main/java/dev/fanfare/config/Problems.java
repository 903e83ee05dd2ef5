package dev.fanfare.config;

import dev.fanfare.config.ConfigException.Problem;
import dev.fanfare.config.value.Credentials;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Collects problems, and the places where keys are set. The number of problems is limited. Confined to one thread. */
final class Problems {
    private static final int MAX_PROBLEMS = 100;
    private static final int MAX_SHOWN_CHARS = 80;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final List<Problem> found = new ArrayList<>();
    private final Map<String, Value.Location> locations = new HashMap<>();

    /** Records where a key is set; the empty path denotes the whole configuration. */
    void locate(String path, Value.Location location) {
        locations.put(path, location);
    }

    /** Adds a problem of a key, located at the key or at the innermost group around it that is set. */
    void add(String path, String message) {
        var at = path;
        while (!at.isEmpty() && !locations.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        add(locations.getOrDefault(at, new Value.Location("defaults", 0)), path, message);
    }

    /** Adds a problem. */
    void add(Value.Location location, String key, String message) {
        if (!isFull()) {
            found.add(new Problem(location.source(), location.line(), shown(key), message));
        }
        if (found.size() == MAX_PROBLEMS) {
            found.add(new Problem(location.source(), location.line(), "", "too many problems; the rest is not shown"));
        }
    }

    /** Whether further problems are ignored. */
    boolean isFull() {
        return found.size() > MAX_PROBLEMS;
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }

    /** Whether there is a problem of this key or of a key below it. */
    boolean concern(String path) {
        return found.stream()
                .map(Problem::key)
                .anyMatch(key -> key.equals(path) || key.startsWith(path + ".") || key.startsWith(path + "["));
    }

    /** The text without credentials and control characters, shortened. */
    static String shown(String text) {
        var plain = CONTROL.matcher(Credentials.hide(text)).replaceAll(" ");
        return plain.length() <= MAX_SHOWN_CHARS ? plain : plain.substring(0, MAX_SHOWN_CHARS) + "...";
    }
}
