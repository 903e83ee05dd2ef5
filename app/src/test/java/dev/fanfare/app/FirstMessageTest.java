package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.RecoveryMode;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that first receive a state and then its changes. */
class FirstMessageTest {
    private static final HistoryRetention RETENTION =
            new HistoryRetention(10, Duration.ofMinutes(5), Duration.ofMinutes(10));

    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);

    @AfterEach
    void stop() {
        app.close();
    }

    @ParameterizedTest
    @EnumSource(RecoveryMode.class)
    void subscribe_sendsFirstMessageThenAllPublications(RecoveryMode mode) {
        var options = mode == RecoveryMode.NONE
                ? ChannelOptions.defaults()
                : ChannelOptions.defaults().withHistory(RETENTION).recovery(mode);
        var channel = app.channel("news", options);
        app.websocket("/", ws -> {
            ws.subscribe(channel, () -> {
                channel.publish("one");
                channel.publish("two");
                return Payload.text("state");
            });
            channel.publish("three");
            ws.awaitClose();
        });
        app.listen(8000);
        channel.publish("before");

        var client = server.connect("/");

        assertThat(client.receiveText()).isEqualTo("state");
        assertThat(client.receiveText()).isEqualTo("one");
        assertThat(client.receiveText()).isEqualTo("two");
        assertThat(client.receiveText()).isEqualTo("three");
        client.receiveNothing();
    }

    @Test
    void firstMessage_afterItIsSent_isReleased() {
        var channel = app.channel("news");
        var first = new CompletableFuture<WeakReference<Payload>>();
        app.websocket("/", ws -> {
            ws.subscribe(channel, () -> {
                var state = Payload.text("state");
                first.complete(new WeakReference<>(state));
                return state;
            });
            ws.awaitClose();
        });
        app.listen(8000);

        var client = server.connect("/");
        assertThat(client.receiveText()).isEqualTo("state");

        await().untilAsserted(() -> {
            System.gc();
            assertThat(TestApp.get(first).refersTo(null)).isTrue();
        });
        channel.publish("news");
        assertThat(client.receiveText()).isEqualTo("news");
    }

    @Test
    void subscribe_missesAndRepeatsNothing_whileOthersPublish() {
        var channel = app.channel("count");
        var count = new AtomicInteger();
        app.websocket("/", ws -> {
            ws.subscribeJson(channel, count::get);
            ws.awaitClose();
        });
        app.listen(8000);
        var publishing = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < 200; i++) {
                        channel.publishJson(count.incrementAndGet());
                    }
                },
                Thread::startVirtualThread);

        for (int i = 0; i < 20; i++) {
            var client = server.connect("/");
            int state = Integer.parseInt(client.receiveText());
            for (int expected = state + 1; expected <= Math.min(state + 3, 200); expected++) {
                int next = Integer.parseInt(client.receiveText());
                while (next < expected) {
                    next = Integer.parseInt(client.receiveText()); // which the state includes already
                }
                assertThat(next).isEqualTo(expected);
            }
            client.close();
        }
        publishing.join();
    }

    @Test
    void subscribe_failingSupplier_throwsAndDoesNotSubscribe() {
        var channel = app.channel("news");
        app.websocket("/", ws -> {
            try {
                ws.subscribe(channel, () -> {
                    throw new UnsupportedOperationException("no state");
                });
            } catch (UnsupportedOperationException failure) {
                channel.publish("without subscribers");
                ws.send("failed: " + failure.getMessage());
            }
            ws.awaitClose();
        });
        app.listen(8000);

        var client = server.connect("/");

        assertThat(client.receiveText()).isEqualTo("failed: no state");
        client.receiveNothing();
    }

    @Test
    void subscribe_whenTooMuchIsPublishedMeanwhile_fails() {
        var large = "x".repeat(700_000);
        var failure = new CompletableFuture<String>();
        try (var test = new TestApp()) {
            var channel = test.app().channel("news");
            test.app().websocket("/other", ws -> {
                ws.subscribe(channel);
                ws.send("subscribed");
                ws.awaitClose();
            });
            var other = test.open("/other");
            assertThat(other.receiveText()).isEqualTo("subscribed");
            test.app().websocket("/", ws -> {
                try {
                    ws.subscribe(channel, () -> {
                        for (int i = 0; i < 2; i++) {
                            channel.publish(large);
                            other.receiveText(); // so that the loop that both share has taken it
                        }
                        return Payload.text("state");
                    });
                } catch (EngineException tooMuch) {
                    failure.complete("failed: " + tooMuch.getMessage());
                }
                ws.awaitClose();
            });

            try (var client = test.open("/")) {
                assertThat(TestApp.get(failure)).contains("too many publications arrived in news");
                client.leave();
            }
            other.leave();
            other.close();
        }
    }

    @Test
    void subscribe_onAnEventLoop_doesNotWait() {
        var channel = app.channel("news");
        app.eventLoopHandler("/", () -> new SocketHandler() {
            @Override
            public void connect(Socket socket) {
                socket.subscribeJson(channel, () -> Map.of("state", 1));
            }
        });
        app.listen(8000);

        var client = server.connect("/");

        assertThat(client.receiveText()).isEqualTo("{\"state\":1}");
        channel.publish("news");
        assertThat(client.receiveText()).isEqualTo("news");
    }
}
