package dev.fanfare.engine.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The channels that this node has clients in, and those of which that has to be said again. Thread-safe. What is said of a
 * channel is how it stands then, so that only the last of several changes counts.
 */
final class OccupiedChannels {
    /** So much more than all there is, and to begin anew costs less than to go on. */
    private static final int MAX_UNSAID = 100_000;

    private final Set<String> occupied = ConcurrentHashMap.newKeySet();
    private final Set<String> unsaid = ConcurrentHashMap.newKeySet();
    private volatile boolean silent = true;

    /** Returns whether there is something to say. */
    boolean enter(String channel) {
        occupied.add(channel);
        return changed(channel);
    }

    /** Returns whether there is something to say. */
    boolean leave(String channel) {
        occupied.remove(channel);
        return changed(channel);
    }

    /** Nothing is to be said until {@link #sayAll}. */
    void sayNothing() {
        silent = true;
        unsaid.clear();
    }

    /** All is to be said, to a server that knows of none. */
    void sayAll() {
        silent = false; // first: what changes from now on is said, and what changed before is seen
        unsaid.addAll(occupied);
    }

    boolean isTooMuch() {
        return unsaid.size() - occupied.size() > MAX_UNSAID;
    }

    /** Takes some of what is to be said: channels, with + before those that have clients and - before those that have none. */
    List<String> take(int most) {
        var taken = new ArrayList<String>();
        for (var channels = unsaid.iterator(); channels.hasNext() && taken.size() < most; ) {
            var channel = channels.next();
            channels.remove(); // first: a change from now on is said again
            taken.add((occupied.contains(channel) ? "+" : "-") + channel);
        }
        return taken;
    }

    /** What was taken was not said. */
    void putBack(List<String> taken) {
        taken.forEach(channel -> changed(channel.substring(1)));
    }

    private boolean changed(String channel) {
        return !silent && unsaid.add(channel);
    }
}
