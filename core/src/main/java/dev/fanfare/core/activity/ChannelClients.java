package dev.fanfare.core.activity;

import dev.fanfare.core.port.Occupancy;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the clients of each channel on this node and reports the first and the last one. Thread-safe. */
final class ChannelClients {
    private final Occupancy occupancy;
    private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

    ChannelClients(Occupancy occupancy) {
        this.occupancy = occupancy;
    }

    /** Counts one more client. Reports within the map operation, so that reports of one channel are in order. */
    void enter(String channel) {
        counts.compute(channel, (name, count) -> {
            if (count == null) {
                occupancy.enter(name);
                return 1;
            }
            return count + 1;
        });
    }

    /** Counts one client fewer. */
    void leave(String channel) {
        counts.computeIfPresent(channel, (name, count) -> {
            if (count == 1) {
                occupancy.leave(name);
                return null;
            }
            return count - 1;
        });
    }
}
