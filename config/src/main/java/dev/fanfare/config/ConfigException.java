package dev.fanfare.config;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when a configuration is invalid. Contains all problems, not only the first. */
public final class ConfigException extends IllegalArgumentException {
    private final List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** The problems; at least one. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One problem of a configuration. Immutable.
     *
     * @param source the file, environment variable or flag
     * @param line the line, starting at 1; 0 if the source has no lines
     * @param key path of the key, for example {@code client.ping-interval}; empty if the problem concerns the whole source
     * @param message what is expected and what was found, to be read after the key
     */
    public record Problem(String source, int line, String key, String message) {
        @Override
        public String toString() {
            return source + (line == 0 ? "" : ":" + line) + ": " + (key.isEmpty() ? "" : key + " ") + message;
        }
    }
}
