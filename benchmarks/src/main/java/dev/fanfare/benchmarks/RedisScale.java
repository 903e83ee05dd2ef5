package dev.fanfare.benchmarks;

import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.RedisSettings;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.Push;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the time of operations whose work grows with the number of channels or clients. Arguments: URL, then {@code reconnect} and
 * the number of channels whose positions the node has seen, or {@code presence} and the number of clients in the channel.
 * Each operation is repeated.
 */
public final class RedisScale {
    private static final Logger LOG = LoggerFactory.getLogger(RedisScale.class);
    private static final int ROUNDS = 10;
    private static final int IN_PROGRESS = 256;
    private static final int PAYLOAD_BYTES = 128;
    private static final String CHANNEL = "c";
    private static final Duration AGE = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final PublishOptions KEPT = PublishOptions.NONE.withRetention(new HistoryRetention(1, AGE, AGE));
    private static final Publication PUBLICATION = Publication.of(Payload.binary(new byte[PAYLOAD_BYTES]));

    private final RedisEngine engine;
    private final LinkedBlockingQueue<Long> interruptions = new LinkedBlockingQueue<>();

    private RedisScale(RedisEngine engine) {
        this.engine = engine;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[2]);
        try (var engine = new RedisEngine(RedisSettings.of(arguments[0]))) {
            var scale = new RedisScale(engine);
            engine.broker().start(scale.listener());
            engine.ready().toCompletableFuture().join();
            if (arguments[1].equals("reconnect")) {
                scale.reconnect(arguments[0], count);
            } else {
                scale.presence(count);
            }
        }
    }

    private BrokerListener listener() {
        return new BrokerListener() {
            @Override
            public void onPush(String channel, Push push) {}

            @Override
            public void onInterrupted() {
                interruptions.add(System.nanoTime());
            }
        };
    }

    /** Breaks the connections. The node is ready again when it has compared all positions. */
    private void reconnect(String url, int channels) throws InterruptedException {
        forEach(channels, i -> engine.broker().publish(CHANNEL + i, PUBLICATION, KEPT));
        try (var client = RedisClient.create(url);
                var connection = client.connect()) {
            for (int round = 0; round < ROUNDS; round++) {
                long cpu = cpuNanos();
                long begin = System.nanoTime();
                connection.sync().clientKill(KillArgs.Builder.typeNormal().skipme());
                connection.sync().clientKill(KillArgs.Builder.typePubsub());
                var end = interruptions.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (end == null) {
                    throw new IllegalStateException("not ready within " + PATIENCE);
                }
                log("ready again with " + channels + " positions", end - begin, cpuNanos() - cpu);
            }
        }
    }

    private void presence(int clients) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            // A node keeps the result of a query for a while.
            var channel = CHANNEL + round;
            forEach(clients, i -> engine.presence().add(channel, new ClientInfo("client" + i, "user" + i), AGE));
            long cpu = cpuNanos();
            long begin = System.nanoTime();
            int found = engine.presence()
                    .members(channel)
                    .toCompletableFuture()
                    .join()
                    .size();
            long end = System.nanoTime();
            if (found != clients) {
                throw new IllegalStateException("found " + found + " clients, not " + clients);
            }
            log("presence of " + clients + " clients", end - begin, cpuNanos() - cpu);
        }
    }

    private static void forEach(int count, IntFunction<CompletionStage<?>> operation) throws InterruptedException {
        var room = new Semaphore(IN_PROGRESS);
        var all = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            room.acquire();
            all[i] = operation
                    .apply(i)
                    .whenComplete((done, failure) -> room.release())
                    .toCompletableFuture();
        }
        CompletableFuture.allOf(all).join();
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void log(String what, long nanos, long cpu) {
        LOG.info(
                "{}: {} ms, CPU of the process {} ms",
                what,
                TimeUnit.NANOSECONDS.toMillis(nanos),
                TimeUnit.NANOSECONDS.toMillis(cpu));
    }
}
