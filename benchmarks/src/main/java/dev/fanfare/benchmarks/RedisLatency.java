package dev.fanfare.benchmarks;

import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes sequentially on one node and logs the time until the reply, and until another node receives the
 * publication. Arguments: URL, {@code plain} or {@code history}, number of publications.
 */
public final class RedisLatency {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLatency.class);
    private static final String CHANNEL = "c";
    private static final int PAYLOAD_BYTES = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HistoryRetention RETENTION =
            new HistoryRetention(100, Duration.ofMinutes(1), Duration.ofHours(1));
    private static final Publication PUBLICATION = Publication.of(Payload.binary(new byte[PAYLOAD_BYTES]));

    private final RedisEngine writer;
    private final PublishOptions options;
    private final SynchronousQueue<Long> heard = new SynchronousQueue<>();

    private RedisLatency(RedisEngine writer, RedisEngine reader, boolean history) {
        this.writer = writer;
        this.options = history ? PublishOptions.NONE.withRetention(RETENTION) : PublishOptions.NONE;
        writer.broker().start((channel, push) -> {});
        reader.broker().start((channel, push) -> hear());
        reader.broker().subscribe(CHANNEL).toCompletableFuture().join();
    }

    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[2]);
        var settings = RedisSettings.of(arguments[0]);
        try (var writer = new RedisEngine(settings);
                var reader = new RedisEngine(settings)) {
            var latency = new RedisLatency(writer, reader, arguments[1].equals("history"));
            latency.measure(count);
            latency.measure(count);
        }
    }

    private void measure(int count) throws InterruptedException {
        var answered = new long[count];
        var arrived = new long[count];
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            var answer = writer.broker()
                    .publish(CHANNEL, PUBLICATION, options)
                    .thenApply(result -> System.nanoTime())
                    .toCompletableFuture();
            var at = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (at == null) {
                throw new IllegalStateException("a publication was not heard within " + PATIENCE);
            }
            arrived[i] = at - begin;
            answered[i] = answer.join() - begin;
        }
        log("answered", answered);
        log("heard by the other node", arrived);
    }

    private void hear() {
        try {
            heard.offer(System.nanoTime(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void log(String what, long[] nanos) {
        Arrays.sort(nanos);
        LOG.info("{}: {} us at 50 %, {} us at 99 %", what, micros(nanos, 50), micros(nanos, 99));
    }

    private static long micros(long[] sorted, int percent) {
        return TimeUnit.NANOSECONDS.toMicros(sorted[(int) ((long) sorted.length * percent / 100)]);
    }
}
