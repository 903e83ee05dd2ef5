package dev.fanfare.benchmarks;

import dev.fanfare.core.fake.Brokers;
import dev.fanfare.core.memory.MemoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reads what a returning client has missed from the memory engine, which holds the channel's lock during the read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecoveryBenchmark {
    private static final String CHANNEL = "news";
    private static final int PAYLOAD_BYTES = 128;
    private static final int MISSED = 300;
    private static final Duration AGE = Duration.ofMinutes(10);
    private static final int ALL = -1;

    /** Number of publications in the history, of which the client has missed the last 300. */
    @Param({"300", "1000"})
    private int historySize;

    private final MemoryBroker broker = Brokers.memory();
    private HistoryQuery query = new HistoryQuery(null, ALL, false);

    /** Fills the history and determines the client's position. */
    @Setup
    public void publish() {
        broker.start((channel, push) -> {});
        var options = PublishOptions.NONE.withRetention(new HistoryRetention(historySize, AGE, AGE));
        var publication = Publication.of(Payload.text("x".repeat(PAYLOAD_BYTES)));
        for (int i = 0; i < historySize; i++) {
            broker.publish(CHANNEL, publication, options);
        }
        var top = read().top();
        query = new HistoryQuery(new StreamPosition(top.epoch(), top.offset() - MISSED), ALL, false);
        if (read().publications().size() != MISSED) {
            throw new IllegalStateException("missed " + read().publications().size() + " publications, not " + MISSED);
        }
    }

    /** Reads the 300 publications. */
    @Benchmark
    public HistoryPage read() {
        return broker.history(CHANNEL, query).toCompletableFuture().join();
    }
}
