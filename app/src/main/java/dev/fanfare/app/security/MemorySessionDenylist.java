package dev.fanfare.app.security;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded denylist in memory. Expired entries are removed when an entry is added. Thread-safe. */
final class MemorySessionDenylist implements SessionDenylist {
    private static final Logger LOG = LoggerFactory.getLogger(MemorySessionDenylist.class);

    private record Entry(String id, Instant until) {}

    private final int maxSessions;
    private final InstantSource clock;
    private final Map<String, Instant> revoked = new ConcurrentHashMap<>();
    private final ReentrantLock adding = new ReentrantLock();
    /** Guarded by the lock, like the following fields. */
    private final Queue<Entry> byExpiry = new PriorityQueue<>(Comparator.comparing(Entry::until));

    private long removedEarly;

    MemorySessionDenylist(int maxSessions, InstantSource clock) {
        if (maxSessions < 1) {
            throw new IllegalArgumentException("a denylist must have at least 1 entry, got " + maxSessions);
        }
        this.maxSessions = maxSessions;
        this.clock = clock;
    }

    @Override
    public void add(String id, Instant until) {
        adding.lock();
        try {
            removeExpired();
            if (revoked.putIfAbsent(id, until) == null) {
                byExpiry.add(new Entry(id, until));
                removeExcess();
            }
        } finally {
            adding.unlock();
        }
    }

    @Override
    public boolean contains(String id) {
        return revoked.containsKey(id);
    }

    private void removeExpired() {
        var now = clock.instant();
        for (var first = byExpiry.peek(); first != null && !first.until().isAfter(now); first = byExpiry.peek()) {
            removeFirst();
        }
    }

    private void removeExcess() {
        if (revoked.size() > maxSessions) {
            removeFirst();
            if (removedEarly++ == 0) {
                LOG.warn("session-denylist-full limit={}: revoked sessions become valid again", maxSessions);
            }
        } else if (removedEarly > 0) {
            LOG.info("session-denylist-full-ended removed={}", removedEarly);
            removedEarly = 0;
        }
    }

    private void removeFirst() {
        var first = byExpiry.poll();
        if (first != null) {
            revoked.remove(first.id());
        }
    }
}
