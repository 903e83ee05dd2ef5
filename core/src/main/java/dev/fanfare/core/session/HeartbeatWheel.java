package dev.fanfare.core.session;

import dev.fanfare.core.transport.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The heartbeats of all sessions of one event loop, by one timer. The interval is cut into {@value #BUCKETS} ticks; each
 * session belongs to one bucket, is pinged at its tick, and is looked at again when its time to answer is over. The
 * timer rests while there are no sessions. Confined to the event loop.
 */
public final class HeartbeatWheel {
    private static final int BUCKETS = 50;

    private final EventLoop loop;
    private final Duration tick;
    private final int timeoutTicks;
    private final List<List<Session>> buckets = new ArrayList<>(BUCKETS);
    private int current;
    private int nextOffset;
    private int size;
    private boolean ticking;

    public HeartbeatWheel(EventLoop loop, SessionSettings settings) {
        this.loop = loop;
        this.tick = settings.pingInterval().dividedBy(BUCKETS);
        this.timeoutTicks =
                tick.isZero() ? 0 : (int) Math.ceilDiv(settings.pongTimeout().toNanos(), tick.toNanos());
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(new ArrayList<>());
        }
    }

    /** All sessions of the loop. */
    public List<Session> sessions() {
        var all = new ArrayList<Session>(size);
        buckets.forEach(all::addAll);
        return all;
    }

    /** Adds a session; its first ping comes after half an interval to a whole one, so that the load is spread. */
    void add(Session session) {
        nextOffset = (nextOffset + 1) % (BUCKETS / 2);
        int bucket = (current + BUCKETS / 2 + nextOffset + 1) % BUCKETS;
        var sessions = buckets.get(bucket);
        session.heartbeat().place(bucket, sessions.size());
        sessions.add(session);
        size++;
        startTicking();
    }

    void remove(Session session) {
        var heartbeat = session.heartbeat();
        var sessions = buckets.get(heartbeat.bucket());
        var last = sessions.removeLast();
        if (last != session) {
            sessions.set(heartbeat.index(), last);
            last.heartbeat().place(heartbeat.bucket(), heartbeat.index());
        }
        size--;
    }

    private void startTicking() {
        if (!ticking && !tick.isZero()) {
            ticking = true;
            loop.schedule(tick, this::tick);
        }
    }

    private void tick() {
        ticking = false;
        current = (current + 1) % BUCKETS;
        // Copies: a session that is disconnected here leaves its bucket.
        for (var session : List.copyOf(buckets.get(Math.floorMod(current - timeoutTicks, BUCKETS)))) {
            session.checkPong();
        }
        for (var session : List.copyOf(buckets.get(current))) {
            session.ping();
        }
        if (size > 0) {
            startTicking();
        }
    }

    /** A session's place in the wheel, and whether it owes an answer. Confined to the event loop. */
    static final class Heartbeat {
        private int bucket;
        private int index;
        private boolean awaitingPong;

        private void place(int newBucket, int newIndex) {
            bucket = newBucket;
            index = newIndex;
        }

        private int bucket() {
            return bucket;
        }

        private int index() {
            return index;
        }

        void pinged() {
            awaitingPong = true;
        }

        void alive() {
            awaitingPong = false;
        }

        boolean awaitingPong() {
            return awaitingPong;
        }
    }
}
