package dev.fanfare.simulation.fabric;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How often what happened, by name. Confined to the thread that runs the simulation. */
public final class Counts {
    private final Map<String, Long> numbers = new HashMap<>();

    /** Counts one more. */
    public void add(String name) {
        add(name, 1);
    }

    /** Adds to a count. */
    public void add(String name, long more) {
        numbers.merge(name, more, Long::sum);
    }

    /** Adds all of another simulation's. */
    public void addAll(Counts others) {
        others.numbers.forEach(this::add);
    }

    /** How often it was counted. */
    public long of(String name) {
        return numbers.getOrDefault(name, 0L);
    }

    /** All of them, as words: {@code cuts 3, publications 120}. */
    @Override
    public String toString() {
        var words = new StringBuilder();
        new TreeMap<>(numbers)
                .forEach((name, number) -> words.append(words.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(' ')
                        .append(number));
        return words.toString();
    }
}
