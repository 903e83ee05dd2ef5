package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that disconnect in ways that exist only over sockets. */
class LeavingOverSocketsTest {
    private final TestApp test = new TestApp();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void addRoutes() {
        test.app().websocket("/function", ws -> {
            ws.textMessages().forEach(events::add);
            events.add("" + ws.closeReason().orElseThrow().code());
        });
        test.app().socketHandler("/handler", Recorder::new);
        test.app().eventLoopHandler("/loop", Recorder::new);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/function", "/handler", "/loop"})
    void fin_isReportedAs1006AfterTheLastMessage(String path) {
        try (var client = test.open(path)) {
            client.send("last words");
            client.socket().finish();

            assertNext("last words", "1006");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/function", "/handler", "/loop"})
    void rst_isReportedAs1006(String path) {
        assertEnd(path, client -> client.socket().reset(), 1006);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/function", "/handler", "/loop"})
    void violation_isReportedAs1002(String path) {
        assertEnd(path, client -> client.send(ClientFrame.of(3, new byte[0])), 1002);
    }

    private void assertEnd(String path, Consumer<RawWebSocket> leave, int code) {
        try (var client = test.open(path)) {
            client.send("hello");
            assertNext("hello");
            leave.accept(client);

            assertNext("" + code);
        }
    }

    private void assertNext(String... expected) {
        for (var event : expected) {
            assertThat(TestApp.next(events)).isEqualTo(event);
        }
    }

    /** Records the events of a connection. */
    private final class Recorder extends dev.fanfare.app.SocketHandler {
        @Override
        public void receive(Socket socket, Payload message) {
            events.add(message.text());
        }

        @Override
        public void disconnect(Socket socket, CloseReason reason) {
            events.add("" + reason.code());
        }
    }
}
