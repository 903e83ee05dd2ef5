package dev.fanfare.simulation.fabric;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The number of events by name. Confined to the thread that runs the simulation. */
public final class Counts {
    private final Map<String, Long> numbers = new HashMap<>();

    /** Adds one. */
    public void add(String name) {
        add(name, 1);
    }

    /** Adds to a count. */
    public void add(String name, long more) {
        numbers.merge(name, more, Long::sum);
    }

    /** Adds the counts of another simulation. */
    public void addAll(Counts others) {
        others.numbers.forEach(this::add);
    }

    /** Returns the count. */
    public long of(String name) {
        return numbers.getOrDefault(name, 0L);
    }

    /** All counts as text: {@code cuts 3, publications 120}. */
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
