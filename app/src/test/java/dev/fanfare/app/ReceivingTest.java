package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a handler in the function style receives, and how its loop ends. */
class ReceivingTest {
    private final TestApp test = new TestApp();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void texts_endWhenTheClientSendsACloseFrame() {
        assertLoopEnds(client -> client.sendClose(1000, ""), 1000);
    }

    @Test
    void texts_endWhenTheClientIsGoneByFin() {
        assertLoopEnds(client -> client.socket().finish(), 1006);
    }

    @Test
    void texts_endWhenTheClientIsGoneByRst() {
        assertLoopEnds(client -> client.socket().reset(), 1006);
    }

    @Test
    void texts_endWhenTheClientViolates() {
        assertLoopEnds(client -> client.send(ClientFrame.of(3, new byte[0])), 1002);
    }

    @Test
    void messagesBeforeTheClose_areAllReceivedFirst() {
        int count = 1_000;
        var gate = new CompletableFuture<Boolean>();
        var received = new CompletableFuture<List<String>>();
        test.app().websocket("/", ws -> {
            ws.accept();
            gate.join();
            var all = new ArrayList<String>();
            ws.texts().forEach(all::add);
            received.complete(all);
        });
        try (var client = test.open("/")) {
            var expected = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                expected.add("message " + i);
                client.send("message " + i);
            }
            client.leave();
            gate.complete(true);

            assertThat(TestApp.get(received)).isEqualTo(expected);
        }
    }

    @Test
    void receive_afterTheEnd_staysEmpty() {
        var empty = new CompletableFuture<Boolean>();
        test.app().websocket("/", ws -> {
            while (ws.receive().isPresent()) {}
            empty.complete(ws.receive().isEmpty());
        });
        try (var client = test.open("/")) {
            client.leave();

            assertThat(TestApp.get(empty)).isTrue();
        }
    }

    @Test
    void receiveText_afterTheEnd_throwsTheReason() {
        var reason = new CompletableFuture<Integer>();
        test.app().websocket("/", ws -> {
            try {
                ws.receiveText();
            } catch (ClosedException closed) {
                reason.complete(closed.reason().code());
                throw closed;
            }
        });
        try (var client = test.open("/")) {
            client.sendClose(4242, "");

            assertThat(TestApp.get(reason)).isEqualTo(4242);
        }
    }

    @Test
    void binaryMessage_whereTextIsExpected_closesWith1003() {
        test.app().websocket("/", ws -> ws.texts().forEach(ws::send));
        try (var client = test.open("/")) {
            client.send("fine");
            client.send(new byte[] {1});

            assertThat(client.receiveText()).isEqualTo("fine");
            assertThat(client.closeBack().closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void textMessage_whereBinaryIsExpected_closesWith1003() {
        test.app().websocket("/", ws -> ws.send(ws.receiveBytes()));
        try (var client = test.open("/")) {
            client.send("text");

            assertThat(client.closeBack().closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void twoThreadsThatReceive_areAMistake() {
        var failures = new LinkedBlockingQueue<Throwable>();
        test.app().websocket("/", ws -> {
            ws.accept();
            var other = Thread.ofVirtual().start(() -> receive(ws, failures));
            receive(ws, failures);
            other.join();
        });
        try (var client = test.open("/")) {
            assertThat(TestApp.next(failures)).isInstanceOf(IllegalStateException.class);
            client.leave();
        }
    }

    @Test
    void clientThatSendsFasterThanTheHandlerReceives_isNotReadAndLosesNothing() throws InterruptedException {
        int count = 4_000;
        var bytes = new byte[16 * 1024];
        var gate = new CompletableFuture<Boolean>();
        var received = new CompletableFuture<Integer>();
        var sent = new AtomicInteger();
        test.app().websocket("/", ws -> {
            ws.accept();
            gate.join();
            int messages = 0;
            for (var message : ws.messages()) {
                messages += message.size() == bytes.length ? 1 : 0;
            }
            received.complete(messages);
        });
        try (var client = test.open("/")) {
            var sending = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < count; i++) {
                    client.send(bytes);
                    sent.incrementAndGet();
                }
                client.sendClose(1000, "");
            });
            // 64 MB are on their way, and the loop has many chances to read them; the kernel takes some.
            for (int i = 0; i < 200; i++) {
                assertThat(test.request("GET /").status()).isEqualTo(426);
            }
            assertThat(sent).hasValueBetween(1, count / 2);
            gate.complete(true);

            assertThat(TestApp.get(received)).isEqualTo(count);
            sending.join();
        }
    }

    private void assertLoopEnds(Consumer<RawWebSocket> leave, int code) {
        var received = new LinkedBlockingQueue<String>();
        var reason = new CompletableFuture<Integer>();
        test.app().websocket("/", ws -> {
            for (var text : ws.texts()) {
                received.add(text);
            }
            reason.complete(ws.closeReason().orElseThrow().code());
        });
        try (var client = test.open("/")) {
            client.send("hello");
            assertThat(TestApp.next(received)).isEqualTo("hello");
            leave.accept(client);

            assertThat(TestApp.get(reason)).isEqualTo(code);
        }
    }

    private static void receive(WebSocket ws, LinkedBlockingQueue<Throwable> failures) {
        try {
            ws.receive();
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }
}
