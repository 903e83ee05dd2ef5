package dev.fanfare.core.memory;

import dev.fanfare.core.port.PresenceStore.PresenceStats;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The presence of a share of the channels. Every call first forgets the clients that have expired, so that none is ever
 * seen; each is forgotten once. After its close every call fails with an {@link EngineException}. Thread-safe.
 */
final class PresenceStripe {
    private static final PresenceStats NOBODY = new PresenceStats(0, 0);

    private final MemoryClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final ShrinkingMap<String, PresenceChannel> channels = new ShrinkingMap<>();
    private final ExpiryHeap<PresenceEntry> expiry = new ExpiryHeap<>();
    private boolean closed;

    PresenceStripe(MemoryClock clock) {
        this.clock = clock;
    }

    void add(String name, ClientInfo info, long expiryNanos) {
        lock.lock();
        try {
            begin();
            long end = clock.nanoTime() + expiryNanos;
            var channel = channelOrNew(name);
            var known = channel.get(info.client());
            if (known == null) {
                expiry.add(channel.add(info), end);
                clock.startSweeping();
            } else {
                channel.replace(known, info);
                expiry.change(known, end);
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(String name, String client) {
        lock.lock();
        try {
            begin();
            var channel = channels.get(name);
            var entry = channel == null ? null : channel.get(client);
            if (entry != null) {
                expiry.remove(entry);
                forget(entry);
            }
        } finally {
            lock.unlock();
        }
    }

    Map<String, ClientInfo> members(String name) {
        lock.lock();
        try {
            begin();
            var channel = channels.get(name);
            return channel == null ? Map.of() : channel.members();
        } finally {
            lock.unlock();
        }
    }

    PresenceStats stats(String name) {
        lock.lock();
        try {
            begin();
            var channel = channels.get(name);
            return channel == null ? NOBODY : channel.stats();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the clients that have expired. */
    void sweep() {
        lock.lock();
        try {
            expire();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything. */
    void close() {
        lock.lock();
        try {
            closed = true;
            channels.clear();
            expiry.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Number of channels and of their clients that are remembered. */
    int size() {
        lock.lock();
        try {
            return channels.size() + expiry.size();
        } finally {
            lock.unlock();
        }
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
        if (channel.isEmpty()) {
            channels.remove(channel.name());
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
