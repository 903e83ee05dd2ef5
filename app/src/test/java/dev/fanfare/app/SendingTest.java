package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.transport.netty.NettySettings;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler sends: waiting for slow clients, closing, publishing. */
@ParameterizedClass
@EnumSource(Wire.class)
class SendingTest {
    private final Wire wire;
    private final TestApp test;

    SendingTest(Wire wire) {
        this.wire = wire;
        this.test = new TestApp(wire);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void send_toASlowClient_waitsOnThatThreadOnly() {
        int count = 500;
        var thread = new CompletableFuture<Thread>();
        var patient = new TestApp(wire, TestApp.patientlyClosing());
        patient.app().websocket("/slow", ws -> {
            ws.accept();
            thread.complete(Thread.currentThread());
            for (int i = 0; i < count; i++) {
                ws.send(filled(i));
            }
        });
        patient.app().websocket("/echo", ws -> ws.messages().forEach(ws::send));
        try (patient;
                var slow = patient.server().connectStalled("/slow");
                var other = patient.server().connect("/echo")) {
            var sender = TestApp.get(thread);
            await().until(() -> sender.getState() == Thread.State.WAITING);

            other.sendText("still there?");
            assertThat(other.receiveText()).isEqualTo("still there?");
            slow.resume();
            for (int i = 0; i < count; i++) {
                assertThat(slow.receiveBytes()).isEqualTo(filled(i));
            }
            assertThat(slow.receiveClose().code()).isEqualTo(1000);
        }
    }

    @Test
    void send_slowClientDisconnects_endsTheWait() {
        var thread = new CompletableFuture<Thread>();
        var failure = new CompletableFuture<ClosedException>();
        test.app().websocket("/", ws -> {
            ws.accept();
            thread.complete(Thread.currentThread());
            try {
                while (true) {
                    ws.send(filled(1));
                }
            } catch (ClosedException closed) {
                failure.complete(closed);
            }
        });
        try (var slow = test.server().connectStalled("/")) {
            var sender = TestApp.get(thread);
            await().until(() -> sender.getState() == Thread.State.WAITING);
            slow.lose();

            assertThat(TestApp.get(failure).reason().code()).isEqualTo(1006);
        }
    }

    @Test
    void send_messageOfOutboxSize_waitsWithoutDisconnect() {
        var big = new byte[1 << 20];
        var thread = new CompletableFuture<Thread>();
        var patient = new TestApp(wire, TestApp.patientlyClosing());
        patient.app().websocket("/", ws -> {
            ws.accept();
            thread.complete(Thread.currentThread());
            ws.send(filled(1));
            ws.send(big);
            ws.send(filled(2));
            ws.send(big);
        });
        try (patient;
                var slow = patient.server().connectStalled("/")) {
            awaitStill(TestApp.get(thread));
            slow.resume();
            assertThat(slow.receiveBytes()).isEqualTo(filled(1));
            assertThat(slow.receiveBytes()).isEqualTo(big);
            assertThat(slow.receiveBytes()).isEqualTo(filled(2));
            assertThat(slow.receiveBytes()).isEqualTo(big);
            assertThat(slow.receiveClose().code()).isEqualTo(1000);
        }
    }

    @Test
    void send_largeMessagesFromManyThreads_waitsWithoutDisconnect() {
        int threads = 8;
        var big = new byte[400 * 1024];
        var senders = new ConcurrentLinkedQueue<Thread>();
        var patient = new TestApp(wire, TestApp.patientlyClosing());
        patient.app().websocket("/", ws -> {
            ws.accept();
            for (int i = 0; i < threads; i++) {
                senders.add(Thread.ofVirtual().start(() -> ws.send(big)));
            }
            for (var sender : senders) {
                sender.join();
            }
        });
        try (patient;
                var slow = patient.server().connectStalled("/")) {
            await().untilAsserted(() -> assertThat(senders).hasSize(threads));
            senders.forEach(SendingTest::awaitStill);
            slow.resume();
            for (int i = 0; i < threads; i++) {
                assertThat(slow.receiveBytes()).isEqualTo(big);
            }
            assertThat(slow.receiveClose().code()).isEqualTo(1000);
        }
    }

    @Test
    void send_afterTheClientLeft_throws() {
        var failures = new LinkedBlockingQueue<ClosedException>();
        test.app().websocket("/", ws -> {
            ws.messages().forEach(message -> {});
            try {
                ws.send("after the disconnect");
            } catch (ClosedException closed) {
                failures.add(closed);
            }
        });
        try (var client = test.server().connect("/")) {
            client.beginClose(4001, "");

            assertThat(TestApp.next(failures).reason().code()).isEqualTo(4001);
        }
    }

    @Test
    void close_withACodeThatMayNotBeSent_isRefused() {
        var failures = new LinkedBlockingQueue<Exception>();
        test.app().websocket("/", ws -> {
            for (int code : new int[] {999, 1004, 1005, 1006, 1015, 2999, 5000}) {
                try {
                    ws.close(code, "");
                } catch (IllegalArgumentException refused) {
                    failures.add(refused);
                }
            }
            ws.send("still open");
        });
        try (var client = test.server().connect("/")) {
            assertThat(client.receiveText()).isEqualTo("still open");
            assertThat(failures)
                    .hasSize(7)
                    .allSatisfy(failure -> assertThat(failure).hasMessageContaining("a close code must be"));
        }
    }

    @Test
    void send_afterClosing_throws() {
        var failures = new LinkedBlockingQueue<ClosedException>();
        test.app().websocket("/", ws -> {
            ws.accept();
            ws.close(4001, "enough");
            ws.receive();
            try {
                ws.send("more");
            } catch (ClosedException closed) {
                failures.add(closed);
            }
        });
        try (var client = test.server().connect("/")) {
            assertThat(client.receiveClose().code()).isEqualTo(4001);
            assertThat(TestApp.next(failures).reason().code()).isEqualTo(4001);
        }
    }

    @Test
    void closedExceptionOfAnotherSocket_closesThisSocket() {
        var others = new LinkedBlockingQueue<WebSocket>();
        test.app().websocket("/other", ws -> {
            ws.accept();
            ws.receive();
            others.add(ws);
        });
        test.app().websocket("/", ws -> {
            ws.accept();
            ws.receive();
            TestApp.next(others).send("to a disconnected client");
        });
        try (var other = test.server().connect("/other");
                var client = test.server().connect("/")) {
            other.close(1000, "");
            client.sendText("go");

            assertThat(client.receiveClose().code()).isEqualTo(1011);
        }
    }

    @Test
    void close_sendsWhatWasSentBefore() {
        test.app().websocket("/", ws -> {
            for (int i = 0; i < 100; i++) {
                ws.send("message " + i);
            }
            ws.close(4000, "that was all");
        });
        try (var client = test.server().connect("/")) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.receiveText()).isEqualTo("message " + i);
            }
            assertThat(client.receiveClose().reason()).isEqualTo("that was all");
        }
    }

    @Test
    void publish_reachesSubscribersUntilTheyUnsubscribe() {
        var lobby = test.app().channel("lobby");
        test.app().websocket("/", ws -> {
            ws.subscribe(lobby);
            ws.send("in");
            ws.receive();
            ws.unsubscribe(lobby);
            ws.send("out");
            ws.receive();
        });
        try (var client = test.server().connect("/")) {
            assertThat(client.receiveText()).isEqualTo("in");
            lobby.publish("text");
            lobby.publish(new byte[] {7});
            assertThat(client.receiveText()).isEqualTo("text");
            assertThat(client.receiveBytes()).containsExactly(7);
            client.sendText("leave the channel");
            assertThat(client.receiveText()).isEqualTo("out");

            lobby.publish("unheard");

            client.receiveNothing();
        }
    }

    @Test
    void send_fromAnotherLoop_doesNotWait() {
        var peers = new LinkedBlockingQueue<WebSocket>();
        var settings = TestApp.settings(TestApp.PATIENT, 256 * 1024);
        var transport = settings.transport();
        var twoLoops = new NettySettings(transport.backend(), 2, transport.http(), transport.webSocket());
        try (var two = new TestApp(wire, settings.withTransport(twoLoops))) {
            two.app().websocket("/stalled", ws -> {
                ws.accept();
                peers.add(ws);
                ws.receive();
            });
            two.app().eventLoopHandler("/", () -> new SocketHandler() {
                @Override
                public void receive(Socket socket, Payload message) {
                    sendUntilClosed(TestApp.next(peers));
                    socket.send("still here");
                }
            });
            try (var stalled = two.server().connectStalled("/stalled");
                    var client = two.server().connect("/")) {
                client.sendText("go");

                assertThat(client.receiveText()).isEqualTo("still here");
                stalled.lose();
            }
        }
    }

    private static void sendUntilClosed(WebSocket peer) {
        try {
            for (int i = 0; i < 10_000; i++) {
                peer.send(new byte[10_000]);
            }
        } catch (ClosedException slow) {
            assertThat(slow.reason().code()).isEqualTo(3008);
        }
    }

    @Test
    void subscribe_beyondTheLimit_closesAsTheHandlersFailure() {
        test.app().websocket("/", ws -> {
            for (int i = 0; i < 5; i++) {
                ws.subscribe(test.app().channel("channel " + i));
            }
        });
        try (var client = test.server().connect("/")) {
            assertThat(client.receiveClose().code()).isEqualTo(1011);
        }
    }

    /** Until the thread has sent all it can. */
    private static void awaitStill(Thread sender) {
        await().until(() -> sender.getState() == Thread.State.WAITING || sender.getState() == Thread.State.TERMINATED);
    }

    private static byte[] filled(int number) {
        var bytes = new byte[60 * 1024];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }
}
