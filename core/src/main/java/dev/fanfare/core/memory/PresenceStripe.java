package dev.fanfare.core.memory;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.port.PresenceStore.PresenceStats;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.LimitExceededException;
import java.util.Map;

/**
 * The presence of a share of the channels. Thread-safe. Every call first removes expired clients, so that they are
 * never returned. After the close, every call fails with an {@link EngineException}.
 */
final class PresenceStripe extends Stripes.Stripe {
    private static final PresenceStats EMPTY = new PresenceStats(0, 0);

    private final MemoryClock clock;
    private final MemoryBudget budget;
    private final ShrinkingMap<String, PresenceChannel> channels = new ShrinkingMap<>();
    private final ExpiryHeap<PresenceEntry> expiry = new ExpiryHeap<>();
    private boolean closed;

    PresenceStripe(MemoryClock clock, MemoryBudget budget) {
        this.clock = clock;
        this.budget = budget;
    }

    void add(String name, ClientInfo info, long expiryNanos) {
        locked(() -> {
            begin();
            long end = clock.nanoTime() + expiryNanos;
            var present = channels.get(name);
            var known = present == null ? null : present.get(info.client());
            reserve(name, EntryBytes.ofPresence(info) - (known == null ? 0 : EntryBytes.ofPresence(known.info())));
            if (known == null) {
                expiry.add(channelOrNew(name).add(info), end);
                clock.startSweeping();
            } else {
                known.channel().replace(known, info);
                expiry.change(known, end);
            }
        });
    }

    void remove(String name, String client) {
        locked(() -> {
            begin();
            var channel = channels.get(name);
            var entry = channel == null ? null : channel.get(client);
            if (entry != null) {
                expiry.remove(entry);
                forget(entry);
            }
        });
    }

    Map<String, ClientInfo> members(String name) {
        return locked(() -> {
            begin();
            var channel = channels.get(name);
            return channel == null ? Map.of() : channel.members();
        });
    }

    PresenceStats stats(String name) {
        return locked(() -> {
            begin();
            var channel = channels.get(name);
            return channel == null ? EMPTY : channel.stats();
        });
    }

    @Override
    void sweep() {
        locked(this::expire);
    }

    /** Removes everything. */
    void close() {
        locked(() -> {
            closed = true;
            channels.values()
                    .forEach(channel ->
                            channel.members().values().forEach(info -> budget.release(EntryBytes.ofPresence(info))));
            channels.clear();
            expiry.clear();
        });
    }

    @Override
    int size() {
        return locked(() -> channels.size() + expiry.size());
    }

    private void begin() {
        if (closed) {
            throw new EngineException("the memory presence is closed");
        }
        expire();
    }

    private void expire() {
        long now = clock.nanoTime();
        for (var entry = expiry.pollExpired(now); entry != null; entry = expiry.pollExpired(now)) {
            forget(entry);
        }
    }

    private void forget(PresenceEntry entry) {
        var channel = entry.channel();
        channel.remove(entry);
        budget.release(EntryBytes.ofPresence(entry.info()));
        if (channel.isEmpty()) {
            channels.remove(channel.name());
        }
    }

    private void reserve(String name, long bytes) {
        if (bytes <= 0) {
            budget.release(-bytes);
        } else if (!budget.tryReserve(bytes)) {
            throw new LimitExceededException(
                    "cannot add a client to the presence of " + name
                            + ": the presence of this node would hold more than " + budget.limit()
                            + " bytes; use presence in fewer channels, or raise"
                            + " FanfareSettings.withMemoryLimit(MemoryKind.PRESENCE, ...) (memory.presence of the push server)");
        }
    }

    private PresenceChannel channelOrNew(String name) {
        var channel = channels.get(name);
        if (channel == null) {
            channel = new PresenceChannel(name);
            channels.put(name, channel);
        }
        return channel;
    }
}
