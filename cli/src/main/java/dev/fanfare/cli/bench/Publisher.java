package dev.fanfare.cli.bench;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends publications on a schedule, or as soon as the previous ones have been delivered. A delayed schedule is caught up, so that
 * latencies count from the intended time. Confined to its event loop, except where noted.
 */
final class Publisher {
    private static final int MAX_BURST = 64;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final RunContext context;
    private final EventLoop loop;
    private final PublishSink sink;
    private final List<StreamState> streams;
    private final int index;
    /** The publications that were due and not sent before the end. */
    private final LongAdder backlog = new LongAdder();

    private long start;
    private long end;
    private long count;
    private long lastProgress;

    Publisher(RunContext context, EventLoop loop, PublishSink sink, int index) {
        this.context = context;
        this.loop = loop;
        this.sink = sink;
        this.index = index;
        this.streams = context.streams.stream()
                .filter(stream -> context.plan.publisherOf(stream.index()) == index)
                .toList();
    }

    long backlog() {
        return backlog.sum();
    }

    /** Starts to publish until a time. Thread-safe. */
    void start(long at, long until) {
        loop.execute(() -> {
            start = at;
            end = until;
            lastProgress = at;
            run();
        });
    }

    private void run() {
        if (!context.isPublishing()) {
            finish();
        } else if (context.plan.load().rate().isPresent()) {
            runSchedule();
        } else {
            runClosedLoop();
        }
    }

    private void runSchedule() {
        long now = System.nanoTime();
        int sent = 0;
        while (intended() - now <= 0 && intended() - end < 0 && sink.isReady() && sent < MAX_BURST) {
            send(streams.get((int) (count % streams.size())), intended(), now);
            sent++;
            now = System.nanoTime();
        }
        if (intended() - end >= 0) {
            return;
        }
        if (now - end >= 0) {
            finish();
            return;
        }
        long wait = intended() - now;
        if (sent == MAX_BURST) {
            loop.execute(this::run); // other clients of the loop are next
        } else {
            loop.schedule(this::run, wait > 0 ? wait : RETRY_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** Counts what was due, but not sent. */
    private void finish() {
        if (context.plan.load().rate().isPresent()) {
            long now = System.nanoTime();
            long until = now - end < 0 ? now : end;
            while (intended() - until < 0) {
                backlog.increment();
                count++;
            }
        }
    }

    /** The time of the next publication of the schedule. */
    private long intended() {
        double interval = 1e9 / context.plan.load().rate().orElseThrow();
        return start + (long) ((count * context.plan.publishing().publishers() + index) * interval);
    }

    /** A delivery has completed a publication of this publisher. Thread-safe. */
    void delivered() {
        loop.execute(() -> {
            lastProgress = System.nanoTime();
            sendPermitted();
        });
    }

    /** Runs once per second, in addition to {@link #delivered}. */
    private void runClosedLoop() {
        if (System.nanoTime() - lastProgress > STALL_NANOS && sink.isReady()) {
            context.stats.error("closed loop: no delivery for 5 s, continued with the next publication");
            streams.forEach(stream -> send(stream, System.nanoTime(), System.nanoTime()));
        }
        sendPermitted();
        if (System.nanoTime() - end < 0) {
            loop.schedule(this::run, 100, TimeUnit.MILLISECONDS);
        }
    }

    private void sendPermitted() {
        int left = MAX_BURST;
        for (var stream : streams) {
            while (left-- > 0 && context.isPublishing() && stream.mayPublish() && sink.isReady()) {
                long now = System.nanoTime();
                if (now - end >= 0) {
                    return;
                }
                lastProgress = now;
                send(stream, now, now);
            }
        }
    }

    private void send(StreamState stream, long intended, long now) {
        count++;
        if (context.isMeasured(intended)) {
            RunStats.record(context.stats.sendDelay, now - intended);
        }
        long sequence = stream.next();
        context.stats.published.increment();
        sink.publish(
                stream,
                sequence,
                Marker.payload(context.plan.load().payloadBytes(), context.run, stream.index(), sequence, intended));
    }

    /** Ends the sink. Thread-safe. */
    void end() {
        loop.execute(sink::end);
    }
}
