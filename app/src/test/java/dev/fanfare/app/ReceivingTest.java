package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.testkit.app.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler in the function style receives, and how its loop ends. */
@ParameterizedClass
@EnumSource(Wire.class)
class ReceivingTest {
    private final TestApp test;

    ReceivingTest(Wire wire) {
        test = new TestApp(wire);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void texts_endWhenTheClientSendsACloseFrame() {
        assertLoopEnds(client -> client.beginClose(1000, ""), 1000);
    }

    @Test
    void texts_endWhenTheClientIsLost() {
        assertLoopEnds(TestClient::lose, 1006);
    }

    @Test
    void texts_endWhenTheClientsMessageIsTooLong() {
        assertLoopEnds(client -> client.sendBytes(new byte[(1 << 20) + 1]), 1009);
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
            ws.textMessages().forEach(all::add);
            received.complete(all);
        });
        try (var client = test.server().connect("/")) {
            var expected = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                expected.add("message " + i);
                client.sendText("message " + i);
            }
            client.close(1000, "");
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
        try (var client = test.server().connect("/")) {
            client.close(1000, "");

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
        try (var client = test.server().connect("/")) {
            client.beginClose(4242, "");

            assertThat(TestApp.get(reason)).isEqualTo(4242);
        }
    }

    @Test
    void binaryMessage_whereTextIsExpected_closesWith1003() {
        test.app().websocket("/", ws -> ws.textMessages().forEach(ws::send));
        try (var client = test.server().connect("/")) {
            client.sendText("fine");
            client.sendBytes(new byte[] {1});

            assertThat(client.receiveText()).isEqualTo("fine");
            assertThat(client.receiveClose().code()).isEqualTo(1003);
        }
    }

    @Test
    void textMessage_whereBinaryIsExpected_closesWith1003() {
        test.app().websocket("/", ws -> ws.send(ws.receiveBytes()));
        try (var client = test.server().connect("/")) {
            client.sendText("text");

            assertThat(client.receiveClose().code()).isEqualTo(1003);
        }
    }

    @Test
    void receive_onTwoThreads_throws() {
        var failures = new LinkedBlockingQueue<Throwable>();
        test.app().websocket("/", ws -> {
            ws.accept();
            var other = Thread.ofVirtual().start(() -> receive(ws, failures));
            receive(ws, failures);
            other.join();
        });
        try (var client = test.server().connect("/")) {
            assertThat(TestApp.next(failures)).isInstanceOf(IllegalStateException.class);
            client.close(1000, "");
        }
    }

    @Test
    void fastSender_isPausedAndLosesNoMessage() throws InterruptedException {
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
        try (var client = test.server().connect("/")) {
            var sending = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < count; i++) {
                    client.sendBytes(bytes);
                    sent.incrementAndGet();
                }
                client.beginClose(1000, "");
            });
            await().until(() -> sent.get() > 0);
            // 64 MB are on their way, and the loop has many chances to read them; the kernel takes some.
            for (int i = 0; i < 200; i++) {
                assertThat(test.server().get("/").status()).isEqualTo(426);
            }
            assertThat(sent).hasValueBetween(1, count / 2);
            gate.complete(true);

            assertThat(TestApp.get(received)).isEqualTo(count);
            sending.join();
        }
    }

    private void assertLoopEnds(Consumer<TestClient> leave, int code) {
        var received = new LinkedBlockingQueue<String>();
        var reason = new CompletableFuture<Integer>();
        test.app().websocket("/", ws -> {
            for (var text : ws.textMessages()) {
                received.add(text);
            }
            reason.complete(ws.closeReason().orElseThrow().code());
        });
        try (var client = test.server().connect("/")) {
            client.sendText("hello");
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
