package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guarantees of the memory transport that other transports do not have. */
class InMemoryTest {
    @Test
    void receiveNothing_waitsForBusyHandlers() {
        var memory = new MemoryTransport();
        try (var app = Fanfare.create(FanfareSettings.DEFAULTS, memory)) {
            app.websocket("/", ws -> {
                for (var text : ws.textMessages()) {
                    long end = System.nanoTime() + Duration.ofMillis(100).toNanos();
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    ws.send(text);
                }
            });
            app.listen(8000);
            var client = memory.connect("/");
            client.receiveNothing();
            client.sendText("hi");

            assertThatThrownBy(client::receiveNothing).hasMessageContaining("the text 'hi'");
            assertThat(client.receiveText()).isEqualTo("hi");
        }
    }

    /** Behind a socket it takes the session's 5 s to flush, and more for the closing handshake. */
    @Test
    void close_withAStalledClient_takesItsTimeLimitsInNoTime() {
        var memory = new MemoryTransport();
        var app = Fanfare.create(FanfareSettings.DEFAULTS, memory);
        app.websocket("/", ws -> ws.messages().forEach(ws::send));
        app.listen(8000);
        var reading = memory.connect("/");
        var stalled = memory.connectStalled("/");
        for (int i = 0; i < 20; i++) {
            stalled.sendBytes(new byte[10_000]);
        }
        memory.advance(Duration.ZERO);
        long start = System.nanoTime();

        app.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(reading.receiveClose().code()).isEqualTo(1001);
    }

    @Test
    void connect_returnsWhenTheHandlerHasSubscribed() {
        for (int i = 0; i < 20; i++) {
            publishToTwo("message " + i);
        }
    }

    @Test
    void tests_mayRunSideBySide() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var runs = IntStream.range(0, 40)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> publishToTwo("message " + i)))
                    .toList();
            for (var run : runs) {
                run.get();
            }
        }
    }

    private static void publishToTwo(String text) {
        var memory = new MemoryTransport();
        try (var app = Fanfare.create(FanfareSettings.DEFAULTS, memory)) {
            var lobby = app.channel("lobby");
            app.websocket("/", ws -> {
                ws.subscribe(lobby);
                ws.receive();
            });
            app.listen(8000);
            var ann = memory.connect("/");
            var bob = memory.connect("/");
            lobby.publish(text);

            assertThat(ann.receiveText()).isEqualTo(text);
            assertThat(bob.receiveText()).isEqualTo(text);
            memory.advance(Duration.ofMinutes(1));
            ann.receiveNothing();
        }
    }
}
