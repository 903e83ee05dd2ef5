package dev.fanfare.abuse;

import dev.fanfare.testkit.client.RawWebSocket;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A well-behaved client that starts a round trip every 50 ms. Thread-safe. A duration starts at the scheduled time, so that a stall
 * delays all round trips that it covers.
 */
final class SteadyClient implements AutoCloseable {
    private static final long INTERVAL = Duration.ofMillis(50).toNanos();

    private final RawWebSocket socket;
    private final RoundTrip roundTrip;
    private final Thread thread;
    private volatile Latencies latencies = new Latencies();
    private volatile long scheduled;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /** Starts round trips on an open socket. */
    SteadyClient(RawWebSocket socket, RoundTrip roundTrip) {
        this.socket = socket;
        this.roundTrip = roundTrip;
        this.scheduled = System.nanoTime();
        this.thread = Thread.ofPlatform().daemon().name("abuse-steady").start(this::run);
    }

    private void run() {
        try {
            long start = scheduled;
            for (long number = 1; !closed; number++) {
                long due = start + number * INTERVAL;
                scheduled = due;
                for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
                    LockSupport.parkNanos(rest);
                }
                roundTrip.perform(socket, number);
                long now = System.nanoTime();
                latencies.add(now - due);
                // Round trips that became due in the meantime count as delayed. Sending them would exceed rate limits.
                for (long missed = due + INTERVAL; missed - now < 0; missed += INTERVAL) {
                    latencies.add(now - missed);
                    number++;
                }
            }
        } catch (UncheckedIOException | AssertionError ended) {
            if (!closed) {
                failure = ended;
            }
        }
    }

    /** Starts a new measurement. */
    void restart() {
        latencies = new Latencies();
    }

    /** Ends a measurement. A round trip that is not answered yet, and those that wait for it, count with their duration so far. */
    Duration p99() {
        var ended = latencies;
        long now = System.nanoTime();
        for (long waiting = scheduled; waiting - now < 0; waiting += INTERVAL) {
            ended.add(now - waiting);
        }
        return ended.p99();
    }

    /** Returns the reason if the client has lost its connection. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
        thread.interrupt();
    }
}
