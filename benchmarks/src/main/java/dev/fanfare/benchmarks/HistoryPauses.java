package dev.fanfare.benchmarks;

import dev.fanfare.core.fake.Brokers;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.memory.MemoryBroker;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills histories of the memory engine and then replaces their publications, so that the collector works with a large and changing
 * heap. Run it with {@code -Xlog:gc} to see the pauses.
 *
 * <p>Arguments: the size of the histories in MiB, and the seconds of publishing.
 */
public final class HistoryPauses {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryPauses.class);
    private static final int PAYLOAD_BYTES = 1000;
    private static final int HISTORY_SIZE = 100;
    private static final HistoryRetention RETENTION =
            new HistoryRetention(HISTORY_SIZE, Duration.ofHours(1), Duration.ofDays(1));
    /** Publications per second. */
    private static final int RATE = 20_000;

    private HistoryPauses() {}

    public static void main(String[] arguments) {
        var channels = Integer.parseInt(arguments[0]) * 1024 / HISTORY_SIZE;
        var broker = Brokers.memory(new VirtualLoop());
        broker.start((channel, push) -> {});
        var total = channels * HISTORY_SIZE + Integer.parseInt(arguments[1]) * RATE;
        var begin = System.nanoTime();
        for (var count = 0; count < total; count++) {
            publish(broker, count % channels);
            var late = count - channels * HISTORY_SIZE - (System.nanoTime() - begin) * RATE / 1_000_000_000;
            if (count < channels * HISTORY_SIZE) {
                begin = System.nanoTime();
            } else if (late > RATE / 100) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        var runtime = Runtime.getRuntime();
        LOG.info("{} channels, {} MiB used", channels, (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    private static void publish(MemoryBroker broker, int channel) {
        broker.publish(
                "channel-" + channel,
                Publication.of(Payload.text("x".repeat(PAYLOAD_BYTES))),
                PublishOptions.NONE.withRetention(RETENTION));
    }
}
