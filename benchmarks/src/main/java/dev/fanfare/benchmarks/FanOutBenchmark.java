package dev.fanfare.benchmarks;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.IgnoringConnection;
import dev.fanfare.core.fake.IgnoringHandler;
import dev.fanfare.core.fake.IgnoringListener;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.protocol.RawEncoder;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.monitoring.Metrics;
import java.util.List;
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

/** Measures from publish to the write on the last connection without a network: the cost of core itself. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FanOutBenchmark {
    private static final String CHANNEL = "news";
    private static final int PAYLOAD_BYTES = 128;

    /** Number of connections on the channel, all on one loop. */
    @Param({"1", "1000", "10000"})
    private int subscribers;

    /** Number of publications queued when the loop runs. */
    @Param({"1", "16"})
    private int waiting;

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);
    private final Publication publication = Publication.of(Payload.text("x".repeat(PAYLOAD_BYTES)));

    /** Subscribes all connections. */
    @Setup
    public void subscribe() {
        var encoder = new RawEncoder(PlainFraming.PLAIN);
        for (int i = 0; i < subscribers; i++) {
            var session = node.open(new IgnoringConnection(loop), opened -> new IgnoringListener());
            node.subscribe(session, new SubscribeRequest(CHANNEL, encoder), new IgnoringHandler());
        }
        loop.runAll();
    }

    /** Publishes all publications and delivers them. */
    @Benchmark
    public void publishAndHandOut() {
        for (int i = 0; i < waiting; i++) {
            node.publish(CHANNEL, publication, PublishOptions.NONE);
        }
        loop.runAll();
    }
}
