package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.ThreadedLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The order and completeness of channels, with real threads. */
class FanOutOrderTest {
    private static final String CHANNEL = "news";
    private static final String ANSWER = "answer";
    private static final int JOINERS = 100;
    private static final int STORM_PER_JOINER = 100;

    private final List<ThreadedLoop> loops =
            IntStream.range(0, 4).mapToObj(i -> new ThreadedLoop()).toList();
    private final Node node = new Node(loops, Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);

    @AfterEach
    void closeLoops() {
        loops.forEach(ThreadedLoop::close);
    }

    @Test
    void publish_byManyThreads_hasOneOrderOnAllLoops() {
        var clients = loops.stream()
                .flatMap(loop -> IntStream.range(0, 3).mapToObj(i -> subscribed(loop)))
                .toList();
        int threads = 64;
        int each = 200;

        inParallel(threads, thread -> {
            for (int i = 0; i < each; i++) {
                publish(thread + ":" + i);
            }
        });

        await().until(() ->
                clients.stream().allMatch(client -> client.connection().frames().size() == threads * each));
        var order = clients.getFirst().texts();
        assertThat(order).doesNotHaveDuplicates();
        assertThat(clients).allSatisfy(client -> assertThat(client.texts()).isEqualTo(order));
    }

    @Test
    void subscribe_underLoad_receivesEverythingOnce() {
        var begun = new AtomicInteger();
        var permits = new Semaphore(0);
        var storm = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < JOINERS * STORM_PER_JOINER; i++) {
                        permits.acquireUninterruptibly();
                        publish(Integer.toString(begun.getAndIncrement()));
                    }
                },
                Thread::startVirtualThread);

        var joiners = new ArrayList<Joiner>();
        for (int i = 0; i < JOINERS; i++) {
            permits.release(STORM_PER_JOINER);
            joiners.add(join(loops.get(i % loops.size()), begun));
        }
        storm.join();
        // The client that joined last receives at least this one.
        publish(Integer.toString(begun.getAndIncrement()));

        int published = begun.get();
        assertThat(joiners).allSatisfy(joiner -> {
            await().pollDelay(Duration.ZERO)
                    .until(() -> joiner.client().texts().getLast().equals(Integer.toString(published - 1)));
            var texts = joiner.client().texts();
            assertThat(texts.getFirst()).isEqualTo(ANSWER);
            int first = Integer.parseInt(texts.get(1));
            assertThat(first).isLessThanOrEqualTo(joiner.begunAtAnswer().intValue());
            assertThat(texts.subList(1, texts.size()))
                    .isEqualTo(IntStream.range(first, published)
                            .mapToObj(Integer::toString)
                            .toList());
        });
    }

    private record Joiner(FakeClient client, AtomicLong begunAtAnswer) {}

    private Joiner join(ThreadedLoop loop, AtomicInteger begun) {
        return loop.call(() -> {
            var joiner = new Joiner(FakeClient.connect(node, loop), new AtomicLong());
            joiner.client().subscribe(CHANNEL, () -> {
                joiner.client().reply(ANSWER);
                joiner.begunAtAnswer().set(begun.get());
            });
            return joiner;
        });
    }

    private FakeClient subscribed(ThreadedLoop loop) {
        return loop.call(() -> {
            var client = FakeClient.connect(node, loop);
            assertThat(client.subscribe(CHANNEL)).isCompletedWithValueMatching(Subscribed.class::isInstance);
            return client;
        });
    }

    private void publish(String text) {
        node.publish(CHANNEL, Publication.of(Payload.text(text)), PublishOptions.NONE)
                .toCompletableFuture()
                .join();
    }

    private static void inParallel(int count, IntConsumer work) {
        var start = new CountDownLatch(1);
        var all = IntStream.range(0, count)
                .mapToObj(number -> CompletableFuture.runAsync(
                        () -> {
                            awaitLatch(start);
                            work.accept(number);
                        },
                        task -> Thread.ofPlatform().start(task)))
                .toArray(CompletableFuture<?>[]::new);
        start.countDown();
        CompletableFuture.allOf(all).join();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
