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
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the CPU time per publication, from publish to the write on the connection of the only subscriber, with each
 * number of channels in the arguments. Publications go to channels in random order. There is no network.
 */
public final class ChannelScale {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelScale.class);
    private static final int PUBLICATIONS = 500_000;
    private static final int PAYLOAD_BYTES = 128;
    private static final int ROUNDS = 3;

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
    private final Publication publication = Publication.of(Payload.text("x".repeat(PAYLOAD_BYTES)));
    private final String[] channels;

    private ChannelScale(int count) {
        channels = new String[count];
        var encoder = new RawEncoder(PlainFraming.PLAIN);
        for (int i = 0; i < count; i++) {
            channels[i] = "channel-" + i;
            var session = node.open(new IgnoringConnection(loop), opened -> new IgnoringListener());
            node.subscribe(session, new SubscribeRequest(channels[i], encoder), new IgnoringHandler());
            loop.runAll();
        }
    }

    public static void main(String[] arguments) {
        new ChannelScale(1).publish(PUBLICATIONS); // compiles the path
        for (String count : arguments) {
            var scale = new ChannelScale(Integer.parseInt(count));
            scale.publish(PUBLICATIONS);
            for (int round = 0; round < ROUNDS; round++) {
                long before = cpuNanos();
                scale.publish(PUBLICATIONS);
                LOG.info("{} channels: {} ns", count, (cpuNanos() - before) / PUBLICATIONS);
            }
        }
    }

    private void publish(int count) {
        var random = new Random(count);
        for (int i = 0; i < count; i++) {
            node.publish(channels[random.nextInt(channels.length)], publication, PublishOptions.NONE);
            loop.runAll();
        }
    }

    /** The CPU time of the process, which includes the garbage collector. */
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
