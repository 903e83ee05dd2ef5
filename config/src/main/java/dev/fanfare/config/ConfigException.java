package dev.fanfare.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that can't be used: all that is wrong with it, at once. */
public final class ConfigException extends IllegalArgumentException {
    private final List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
