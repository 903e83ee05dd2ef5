package dev.fanfare.benchmarks;

import dev.fanfare.core.fake.Brokers;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.memory.MemoryBroker;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the publish path of the memory engine: from publish to a listener that does nothing, with one channel per
 * thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PublishBenchmark {
    private static final int PAYLOAD_BYTES = 128;
    private static final int HISTORY_SIZE = 100;
    private static final Duration AGE = Duration.ofMinutes(10);
    /** Longer than the lifetime of a key. */
    private static final Duration IDEMPOTENCY_WINDOW = Duration.ofMinutes(6);

    private static final PublishOptions KEPT =
            PublishOptions.NONE.withRetention(new HistoryRetention(HISTORY_SIZE, AGE, AGE));

    private final VirtualLoop loop = new VirtualLoop();
    private final MemoryBroker broker = Brokers.memory(loop);
    private final Publication publication = Publication.of(Payload.text("x".repeat(PAYLOAD_BYTES)));
    private final AtomicInteger publishers = new AtomicInteger();

    /** A thread with its channel and the number of its next key. */
    @State(Scope.Thread)
    public static class Publisher {
        private String channel = "";
        private long key;

        /** Assigns a channel to each thread. */
        @Setup
        public void choose(PublishBenchmark benchmark) {
            channel = "channel-" + benchmark.publishers.incrementAndGet();
        }
    }

    /** Registers a listener that does nothing. */
    @Setup
    public void start() {
        broker.start((channel, push) -> {});
    }

    /** Expires the keys, which would otherwise accumulate in memory. */
    @TearDown(Level.Iteration)
    public void expire() {
        loop.advance(IDEMPOTENCY_WINDOW);
    }

    /** Without history. */
    @Benchmark
    public CompletionStage<PublishResult> plain(Publisher publisher) {
        return broker.publish(publisher.channel, publication, PublishOptions.NONE);
    }

    /** Without history, two threads. */
    @Benchmark
    @Threads(2)
    public CompletionStage<PublishResult> plainByTwo(Publisher publisher) {
        return plain(publisher);
    }

    /** With a full history of 100. */
    @Benchmark
    public CompletionStage<PublishResult> history(Publisher publisher) {
        return broker.publish(publisher.channel, publication, KEPT);
    }

    /** With a full history of 100, two threads. */
    @Benchmark
    @Threads(2)
    public CompletionStage<PublishResult> historyByTwo(Publisher publisher) {
        return history(publisher);
    }

    /** With a full history of 100 and a new idempotency key for each publish. */
    @Benchmark
    public CompletionStage<PublishResult> historyAndKey(Publisher publisher) {
        var key = Long.toString(publisher.key++);
        return broker.publish(publisher.channel, publication, KEPT.withIdempotencyKey(key));
    }

    /** With a full history of 100 and a new idempotency key for each publish, two threads. */
    @Benchmark
    @Threads(2)
    public CompletionStage<PublishResult> historyAndKeyByTwo(Publisher publisher) {
        return historyAndKey(publisher);
    }
}
