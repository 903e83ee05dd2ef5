package dev.fanfare.core.activity;

import dev.fanfare.core.port.Occupancy;
import java.util.concurrent.ConcurrentHashMap;

/** The numbers of clients that channels have on this node; says the first and the last of each. Thread-safe. */
final class ChannelClients {
    private final Occupancy occupancy;
    private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();

    ChannelClients(Occupancy occupancy) {
        this.occupancy = occupancy;
    }

    /** One more; said within, so that what is said of a channel is said in order. */
    void enter(String channel) {
        counts.compute(channel, (name, count) -> {
            if (count == null) {
                occupancy.enter(name);
                return 1;
            }
            return count + 1;
        });
    }

    /** One less. */
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
