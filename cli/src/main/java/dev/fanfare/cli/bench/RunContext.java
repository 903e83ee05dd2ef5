package dev.fanfare.cli.bench;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** What all clients of a run share. Thread-safe. */
final class RunContext {
    /** The events of clients that the run must know. Called on event loops. */
    interface Listener {
        /** The client is subscribed. */
        void subscribed(BenchClient client);

        /** The connection of the client has ended; {@code wasSubscribed} tells whether it was subscribed before. */
        void closed(BenchClient client, boolean wasSubscribed, String reason);
    }

    final BenchPlan plan;
    final RunStats stats = new RunStats();
    final List<StreamState> streams;
    final int run = ThreadLocalRandom.current().nextInt();
    final Listener listener;
    private volatile long measureStart = Long.MAX_VALUE;
    private volatile long measureEnd = Long.MAX_VALUE;
    private volatile boolean publishing;
    private volatile boolean ended;

    RunContext(BenchPlan plan, Listener listener) {
        this.plan = plan;
        this.listener = listener;
        this.streams = IntStream.range(0, plan.streams())
                .mapToObj(index -> new StreamState(
                        index, plan.channelOf(index), plan.load().window().orElse(0)))
                .toList();
    }

    /** Latencies of publications whose intended time is in this range are recorded. */
    void measure(long start, long end) {
        measureEnd = end;
        measureStart = start;
    }

    boolean isMeasured(long time) {
        return time - measureStart >= 0 && time - measureEnd < 0 && measureStart != Long.MAX_VALUE;
    }

    /** Whether the run has ended: connections that close now are no errors. */
    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    boolean isPublishing() {
        return publishing;
    }

    void publishing(boolean active) {
        publishing = active;
    }
}
