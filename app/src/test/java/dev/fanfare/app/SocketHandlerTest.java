package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Socket handlers, on virtual threads and on the event loop: the same events in the same order. */
@ParameterizedClass
@EnumSource(Wire.class)
class SocketHandlerTest {
    enum Style {
        ON_VIRTUAL_THREADS {
            @Override
            void add(Fanfare app, Supplier<SocketHandler> handlers) {
                app.socketHandler("/", handlers);
            }
        },
        ON_THE_LOOP {
            @Override
            void add(Fanfare app, Supplier<SocketHandler> handlers) {
                app.eventLoopHandler("/", handlers);
            }
        };

        abstract void add(Fanfare app, Supplier<SocketHandler> handlers);
    }

    /** Records events, and reports events that overlap or are nested. */
    static class Recorder extends SocketHandler {
        private final BlockingQueue<String> events;
        private boolean running;

        Recorder(BlockingQueue<String> events) {
            this.events = events;
        }

        @Override
        public final void connect(Socket socket) throws Exception {
            record("connect", () -> onConnect(socket));
        }

        @Override
        public final void receive(Socket socket, Payload message) throws Exception {
            record("receive " + message.text(), () -> onReceive(socket, message));
        }

        @Override
        public final void disconnect(Socket socket, CloseReason reason) throws Exception {
            record("disconnect " + reason.code(), () -> {});
        }

        void onConnect(Socket socket) {
            socket.accept();
        }

        void onReceive(Socket socket, Payload message) {}

        private void record(String event, Runnable code) {
            events.add(running ? event + ", while another event runs" : event);
            running = true;
            try {
                code.run();
            } finally {
                running = false;
            }
        }
    }

    private final TestApp test;

    SocketHandlerTest(Wire wire) {
        test = new TestApp(wire);
    }

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        test.close();
    }

    @ParameterizedTest
    @EnumSource
    void events_comeOneAtATimeInOrder(Style style) {
        int count = 1_000;
        style.add(test.app(), () -> new Recorder(events));
        try (var client = test.server().connect("/")) {
            var expected = new ArrayList<String>();
            expected.add("connect");
            for (int i = 0; i < count; i++) {
                client.sendText("" + i);
                expected.add("receive " + i);
            }
            client.beginClose(4000, "");
            expected.add("disconnect 4000");

            var seen = new ArrayList<String>();
            for (int i = 0; i < expected.size(); i++) {
                seen.add(TestApp.next(events));
            }
            assertThat(seen).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_thatIsLost_isDisconnectedAfterItsLastMessage(Style style) {
        style.add(test.app(), () -> new Recorder(events));
        try (var client = test.server().connect("/")) {
            client.sendText("last words");
            assertNext("connect", "receive last words");
            client.lose();
            assertNext("disconnect 1006");
        }
    }

    @ParameterizedTest
    @EnumSource
    void messages_areAnswered(Style style) {
        style.add(test.app(), () -> new Recorder(events) {
            private int count;

            @Override
            void onReceive(Socket socket, Payload message) {
                count++;
                socket.send(count + " " + message.text());
            }
        });
        try (var client = test.server().connect("/")) {
            client.sendText("a");
            client.sendText("b");

            assertThat(client.receiveText()).isEqualTo("1 a");
            assertThat(client.receiveText()).isEqualTo("2 b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void failingReceive_closesWith1011AndNothingIsReceivedAfterIt(Style style) {
        style.add(test.app(), () -> new Recorder(events) {
            @Override
            void onReceive(Socket socket, Payload message) {
                throw new IllegalStateException("on purpose");
            }
        });
        try (var client = test.server().connect("/")) {
            client.sendTogether("1", "2", "3");

            assertThat(client.receiveClose().code()).isEqualTo(1011);
            assertNext("connect", "receive 1", "disconnect 1011");
            assertNothingMore();
        }
    }

    @ParameterizedTest
    @EnumSource
    void failingConnect_afterAccept_closesWith1011BeforeReceive(Style style) {
        style.add(test.app(), () -> new Recorder(events) {
            @Override
            void onConnect(Socket socket) {
                socket.accept();
                throw new IllegalStateException("on purpose");
            }
        });
        try (var client = test.server().begin("/")) {
            client.sendText("early");

            assertThat(client.accepted().receiveClose().code()).isEqualTo(1011);
            assertNext("connect", "disconnect 1011");
            assertNothingMore();
        }
    }

    @ParameterizedTest
    @EnumSource
    void connect_mayRefuseOrThrowOrDoNothing(Style style) {
        var decisions = new LinkedBlockingQueue<java.util.function.Consumer<Socket>>();
        style.add(test.app(), () -> new Recorder(events) {
            @Override
            void onConnect(Socket socket) {
                TestApp.next(decisions).accept(socket);
            }
        });
        decisions.add(socket -> socket.refuse(402, "pay first"));
        decisions.add(socket -> {
            throw new RequestRefusedException(401, "authentication required");
        });
        decisions.add(socket -> {
            throw new IllegalStateException("on purpose");
        });
        decisions.add(socket -> {});

        assertThat(test.refusal("/").status()).isEqualTo(402);
        assertThat(test.refusal("/").status()).isEqualTo(401);
        assertThat(test.refusal("/").status()).isEqualTo(500);
        assertThat(test.refusal("/").status()).isEqualTo(403);
        assertNext("connect", "connect", "connect", "connect");
        assertNothingMore();
    }

    @ParameterizedTest
    @EnumSource
    void close_inReceive_disconnectsAfterThatEvent(Style style) {
        style.add(test.app(), () -> new Recorder(events) {
            @Override
            void onReceive(Socket socket, Payload message) {
                socket.close(4001, "enough");
                socket.send("sent after closing, or not");
            }
        });
        try (var client = test.server().connect("/")) {
            client.sendText("1");

            await().untilAsserted(() -> assertThat(events).hasSize(3));
            assertNext("connect", "receive 1", "disconnect 4001");
        }
    }

    @ParameterizedTest
    @EnumSource
    void subscribe_inConnect_delivers(Style style) {
        var lobby = test.app().channel("lobby");
        style.add(test.app(), () -> new Recorder(events) {
            @Override
            void onConnect(Socket socket) {
                socket.subscribe(lobby);
                socket.send("in");
            }

            @Override
            void onReceive(Socket socket, Payload message) {
                lobby.publish(message);
            }
        });
        try (var speaker = test.server().connect("/");
                var hearer = test.server().connect("/")) {
            assertThat(speaker.receiveText()).isEqualTo("in");
            assertThat(hearer.receiveText()).isEqualTo("in");
            speaker.sendText("hi");

            assertThat(hearer.receiveText()).isEqualTo("hi");
            assertThat(speaker.receiveText()).isEqualTo("hi");
        }
    }

    /**
     * A handler on the loop cannot wait for a slow client: the client is disconnected after the event that overflowed
     * it.
     */
    @ParameterizedTest
    @EnumSource(names = "ON_THE_LOOP")
    void send_outboxOverflow_disconnectsAfterTheEvent(Style style) {
        style.add(test.app(), () -> new Recorder(events) {
            @Override
            void onReceive(Socket socket, Payload message) {
                for (int i = 0; i < 200; i++) {
                    socket.send(new byte[60 * 1024]);
                }
            }
        });
        try (var client = test.server().connectStalled("/")) {
            client.sendText("flood me");

            assertNext("connect", "receive flood me", "disconnect 3008");
        }
    }

    private void assertNext(String... expected) {
        for (var event : expected) {
            assertThat(TestApp.next(events)).isEqualTo(event);
        }
    }

    /** Everything that the loop and the handler threads have to do is done when the application has closed. */
    private void assertNothingMore() {
        test.close();
        assertThat(events).isEmpty();
    }
}
