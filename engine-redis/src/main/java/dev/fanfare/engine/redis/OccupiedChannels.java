package dev.fanfare.engine.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The channels in which this node has clients, and those to report. Thread-safe. A report contains the current state of
 * a channel, so only the last of several changes counts.
 */
final class OccupiedChannels {
    /** If more reports than this are pending in addition to the occupied channels, starting again is cheaper. */
    private static final int MAX_UNREPORTED = 100_000;

    private final Set<String> occupied = ConcurrentHashMap.newKeySet();
    private final Set<String> unreported = ConcurrentHashMap.newKeySet();
    private volatile boolean silent = true;

    /** Records a channel with clients; returns true if there is something to report. */
    boolean enter(String channel) {
        occupied.add(channel);
        return changed(channel);
    }

    /** Records a channel without clients; returns true if there is something to report. */
    boolean leave(String channel) {
        occupied.remove(channel);
        return changed(channel);
    }

    /** Suspends reports until {@link #reportAll}. */
    void suspend() {
        silent = true;
        unreported.clear();
    }

    /** Schedules a report of all channels to a server without state. */
    void reportAll() {
        silent = false; // first, so that concurrent changes are either reported or included
        unreported.addAll(occupied);
    }

    boolean isTooMuch() {
        return unreported.size() - occupied.size() > MAX_UNREPORTED;
    }

    /** Takes some of the pending reports: channels with the prefix + if they have clients, - if they have none. */
    List<String> take(int most) {
        var taken = new ArrayList<String>();
        for (var channels = unreported.iterator(); channels.hasNext() && taken.size() < most; ) {
            var channel = channels.next();
            channels.remove(); // first, so that a concurrent change is reported again
            taken.add((occupied.contains(channel) ? "+" : "-") + channel);
        }
        return taken;
    }

    /** Returns reports that could not be sent. */
    void putBack(List<String> taken) {
        taken.forEach(channel -> changed(channel.substring(1)));
    }

    private boolean changed(String channel) {
        return !silent && unreported.add(channel);
    }
}
