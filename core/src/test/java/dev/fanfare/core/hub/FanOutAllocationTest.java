package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
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
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Garbage per subscriber of a fan-out. The measurement counts bytes that the thread allocates, which the tests' virtual machine,
 * limited to C1 (no escape analysis), makes independent of compilation.
 */
class FanOutAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String CHANNEL = "news";
    private static final int MEASUREMENTS = 10;
    private static final int FEW = 1_000;
    private static final int MANY = 10_000;
    /** The share of a subscriber in the garbage of a slice; the smallest object has 16 bytes. */
    private static final double MAX_BYTES_PER_SUBSCRIBER = 4;

    @Test
    void fanOut_allocatesNothingPerSubscriber() {
        long few = bytesAllocatedByFanOutTo(FEW);
        long many = bytesAllocatedByFanOutTo(MANY);

        assertThat((many - few) / (double) (MANY - FEW)).isLessThan(MAX_BYTES_PER_SUBSCRIBER);
    }

    /** Returns the least of several measurements: the first ones grow buffers. */
    private static long bytesAllocatedByFanOutTo(int subscribers) {
        var loop = new VirtualLoop();
        var node = new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);
        var encoder = new RawEncoder(PlainFraming.PLAIN);
        for (int i = 0; i < subscribers; i++) {
            var session = node.open(new IgnoringConnection(loop), opened -> new IgnoringListener());
            node.subscribe(session, new SubscribeRequest(CHANNEL, encoder), new IgnoringHandler());
        }
        loop.runAll();
        var publication = Publication.of(Payload.text("hello"));
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MEASUREMENTS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            node.publish(CHANNEL, publication, PublishOptions.NONE);
            loop.runAll();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
