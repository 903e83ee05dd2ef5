package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.testkit.client.RawWebSocket;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One of many clients never reads: it is disconnected, and the others are not affected. */
@Isolated("It measures the memory of the whole virtual machine")
class StalledReaderTest {
    private static final int CLIENTS = 300;
    private static final int MESSAGES = 100;
    private static final int MESSAGE_BYTES = 8 * 1024;
    /** Maximum number of messages in transit to the readers: fewer than an outbox holds. */
    private static final int AHEAD = 16;

    private static final int OUTBOX_BYTES = 256 * 1024;
    /** What is published to the stalled client's other channel; a queue without bound would hold all of it. */
    private static final int FLOOD_MESSAGES = 12_000;

    private static final long MAX_GROWTH_BYTES = 48L << 20;

    private final TestApp test = new TestApp(TestApp.settings(TestApp.PATIENT, OUTBOX_BYTES));
    private final ConcurrentHashMap<Integer, Integer> closeCodes = new ConcurrentHashMap<>();
    private final List<CountDownLatch> received = IntStream.range(0, MESSAGES)
            .mapToObj(i -> new CountDownLatch(CLIENTS - 1))
            .toList();

    @Test
    void stalledReader_amongMany_isDisconnectedAndDelaysNoOther() throws InterruptedException {
        var lobby = test.app().channel("lobby");
        var flood = test.app().channel("flood");
        test.app().websocket("/{id}", ws -> {
            int id = ws.pathInt("id");
            ws.subscribe(lobby);
            if (id == 0) {
                ws.subscribe(flood);
            }
            ws.send("ready");
            ws.messages().forEach(message -> {});
            closeCodes.put(id, ws.closeReason().orElseThrow().code());
        });
        var failures = new LinkedBlockingQueue<Throwable>();
        var clients = new ArrayList<RawWebSocket>();
        try (var stalled = test.openStalling("/0")) {
            assertThat(stalled.receiveText()).isEqualTo("ready");
            for (int id = 1; id < CLIENTS; id++) {
                var client = test.open("/" + id);
                clients.add(client);
                assertThat(client.receiveText()).isEqualTo("ready");
            }
            var readers = clients.stream()
                    .map(client -> Thread.ofVirtual().start(() -> readAll(client, failures)))
                    .toList();
            long heapBefore = heap();
            long directBefore = direct();

            for (int i = 0; i < MESSAGES; i++) {
                if (i >= AHEAD) {
                    awaitReaders(i - AHEAD, failures);
                }
                lobby.publish(ByteBuffer.allocate(MESSAGE_BYTES).putInt(i).array());
            }
            awaitReaders(MESSAGES - 1, failures);
            for (var reader : readers) {
                reader.join();
            }
            assertThat(failures).isEmpty();

            for (int i = 0; i < FLOOD_MESSAGES; i++) {
                flood.publish(new byte[MESSAGE_BYTES]);
            }
            assertThat(heap() - heapBefore).isLessThan(MAX_GROWTH_BYTES);
            assertThat(direct() - directBefore).isLessThan(MAX_GROWTH_BYTES);
            await().untilAsserted(() -> assertThat(closeCodes).containsExactly(Map.entry(0, 3008)));
            // The connection ends although the client does not read. Afterwards, the client reads data that was in
            // transit.
            await().untilAsserted(() -> assertThat(direct()).isLessThanOrEqualTo(directBefore + OUTBOX_BYTES));
            stalled.socket().awaitEnd();

            lobby.publish("after all that");
            for (var client : clients) {
                assertThat(client.receiveText()).isEqualTo("after all that");
            }
        } finally {
            clients.forEach(RawWebSocket::close);
            CompletableFuture.runAsync(test::close, Thread::startVirtualThread)
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
    }

    private void readAll(RawWebSocket client, LinkedBlockingQueue<Throwable> failures) {
        try {
            for (int i = 0; i < MESSAGES; i++) {
                var message = client.receiveBinary();
                if (message.length != MESSAGE_BYTES || ByteBuffer.wrap(message).getInt() != i) {
                    throw new AssertionError("not message " + i);
                }
                received.get(i).countDown();
            }
        } catch (RuntimeException | AssertionError failure) {
            failures.add(failure);
        }
    }

    private void awaitReaders(int message, LinkedBlockingQueue<Throwable> failures) throws InterruptedException {
        boolean all = received.get(message).await(60, TimeUnit.SECONDS);
        assertThat(failures).isEmpty();
        assertThat(all)
                .as(
                        "all have message %d, but %d",
                        message, received.get(message).getCount())
                .isTrue();
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long direct() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }
}
