package dev.fanfare.benchmarks;

import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult.Accepted;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes through a Redis engine with a fixed number of publications in progress, and logs how many per second were
 * acknowledged and received. Arguments: URL, {@code plain} or {@code history}, seconds, publications in progress, and
 * {@code heard} if the same process receives all of them.
 */
public final class RedisPublishers {
    private static final Logger LOG = LoggerFactory.getLogger(RedisPublishers.class);
    private static final int PAYLOAD_BYTES = 128;
    private static final int CHANNELS = 100;
    private static final HistoryRetention RETENTION =
            new HistoryRetention(100, Duration.ofMinutes(1), Duration.ofHours(1));
    private static final Publication PUBLICATION = Publication.of(Payload.binary(new byte[PAYLOAD_BYTES]));

    private final RedisEngine engine;
    private final PublishOptions options;
    private final Semaphore room;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();
    private int next;

    private RedisPublishers(RedisEngine engine, boolean history, int underWay) {
        this.engine = engine;
        this.options = history ? PublishOptions.NONE.withRetention(RETENTION) : PublishOptions.NONE;
        this.room = new Semaphore(underWay);
    }

    public static void main(String[] arguments) {
        long seconds = Long.parseLong(arguments[2]);
        try (var engine = new RedisEngine(RedisSettings.of(arguments[0]))) {
            var publishers =
                    new RedisPublishers(engine, arguments[1].equals("history"), Integer.parseInt(arguments[3]));
            publishers.subscribe(arguments[4].equals("heard") ? CHANNELS : 0);
            publishers.publishFor(Duration.ofSeconds(seconds));
            publishers.publishFor(Duration.ofSeconds(seconds));
        }
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private void subscribe(int channels) {
        engine.broker().start((channel, push) -> heard.incrementAndGet());
        for (int i = 0; i < channels; i++) {
            engine.broker().subscribe("c" + i).toCompletableFuture().join();
        }
    }

    private void publishFor(Duration time) {
        long begin = System.nanoTime();
        long cpuBefore = cpuNanos();
        long answeredBefore = answered.get();
        long heardBefore = heard.get();
        while (System.nanoTime() - begin < time.toNanos()) {
            room.acquireUninterruptibly();
            engine.broker()
                    .publish("c" + next++ % CHANNELS, PUBLICATION, options)
                    .whenComplete((answer, failure) -> {
                        room.release();
                        if (answer instanceof Accepted) {
                            answered.incrementAndGet();
                        }
                    });
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long publications = answered.get() - answeredBefore;
        LOG.info(
                "{} answered/s, {} heard/s, {} ns of CPU for each, {} in total",
                Math.round(publications / seconds),
                Math.round((heard.get() - heardBefore) / seconds),
                (cpuNanos() - cpuBefore) / Math.max(1, publications),
                publications);
    }
}
