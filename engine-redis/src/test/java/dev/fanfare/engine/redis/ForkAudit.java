package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.RoamingReader.Read;
import dev.fanfare.engine.redis.RoamingReader.Span;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares everything that was acknowledged and received in one channel with a history that one of its primaries had. Confined
 * to one thread.
 */
final class ForkAudit {
    private final List<String> history;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<StreamPosition, String> texts = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Creates an audit of a channel with this history, oldest first. */
    ForkAudit(List<String> history) {
        this.history = history;
        for (int i = 0; i < history.size(); i++) {
            if (indexes.put(history.get(i), i) != null) {
                faults.add(history.get(i) + " occurs twice in the history");
            }
        }
    }

    /** The violations found. */
    List<String> faults() {
        return faults;
    }

    /** Adds the acknowledged publications. Returns the number of those that are not in the history. */
    long acknowledged(Map<String, StreamPosition> positions) {
        positions.forEach((text, position) -> assign(position, text));
        return positions.keySet().stream()
                .filter(text -> !indexes.containsKey(text))
                .count();
    }

    /**
     * Adds a reader.
     *
     * @param isFinal true if the history is that of the end, when the reader was subscribed
     */
    void received(RoamingReader reader, boolean isFinal) {
        var spans = reader.spans();
        spans.forEach(this::span);
        var last = spans.getLast().reads();
        if (isFinal && !last.isEmpty() && !last.getLast().text().equals(history.getLast())) {
            faults.add("a reader ends with " + last.getLast() + ", and the history with " + history.getLast());
        }
    }

    /**
     * Without a notification, a reader receives consecutive offsets, no text twice, and consecutive publications of the
     * history. After one that is not in the history, because it was lost or is later, the reader receives none that is.
     */
    private void span(Span span) {
        long offset = span.start().offset();
        Set<String> got = new HashSet<>();
        int expected = -1;
        Read lost = null;
        for (var read : span.reads()) {
            offset++;
            assign(read.position(), read.text());
            require(read.position().offset() == offset, read + " does not have the offset " + offset);
            require(got.add(read.text()), read + " is received twice");
            var index = indexes.get(read.text());
            if (index == null) {
                lost = read;
                continue;
            }
            if (lost != null) {
                faults.add(read + " is received without a notification after " + lost + ", which the history lacks");
                return;
            }
            require(expected < 0 || index == expected, read + " is received without " + expected(expected));
            expected = index + 1;
        }
    }

    private String expected(int index) {
        return index >= 0 && index < history.size() ? history.get(index) : "its predecessor";
    }

    private void assign(StreamPosition position, String text) {
        var other = texts.put(position, text);
        require(other == null || other.equals(text), other + " and " + text + " are both at " + position);
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
