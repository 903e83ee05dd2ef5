package dev.fanfare.config;

import dev.fanfare.config.value.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects what is wrong, up to a limit, so that a hostile file costs little. Confined to one thread. */
public final class Problems {
    private static final int MAX_PROBLEMS = 100;
    private static final int MAX_SHOWN_CHARS = 80;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final List<Problem> found = new ArrayList<>();

    /** Adds a problem of a whole source. */
    public void add(ValueOrigin origin, String message) {
        add(origin, "", "", message);
    }

    /** Adds a problem of a key, with nothing or a value that may be shown. */
    public void add(ValueOrigin origin, String key, String value, String message) {
        if (!isFull()) {
            found.add(new Problem(origin, shown(key), shown(value), message));
        }
        if (found.size() == MAX_PROBLEMS) {
            found.add(new Problem(origin, "", "", "too many problems, the rest is not shown"));
        }
    }

    /** Whether no more are taken. */
    public boolean isFull() {
        return found.size() > MAX_PROBLEMS;
    }

    public List<Problem> all() {
        return List.copyOf(found);
    }

    /** Whether one concerns the key or something below it. */
    boolean concern(String path) {
        return found.stream()
                .anyMatch(problem -> problem.key().equals(path)
                        || problem.key().startsWith(path + ".")
                        || problem.key().startsWith(path + "["));
    }

    static String shown(String text) {
        var plain = CONTROL.matcher(Credentials.hide(text)).replaceAll(" ");
        return plain.length() <= MAX_SHOWN_CHARS ? plain : plain.substring(0, MAX_SHOWN_CHARS) + "...";
    }
}
