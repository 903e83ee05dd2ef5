package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Typed events reach only the handlers that joined; clients cannot send them. */
class EventsTest {
    enum Style {
        ON_VIRTUAL_THREADS {
            @Override
            void add(Fanfare app, String path, Supplier<SocketHandler> handlers) {
                app.socketHandler(path, handlers);
            }
        },
        ON_THE_LOOP {
            @Override
            void add(Fanfare app, String path, Supplier<SocketHandler> handlers) {
                app.eventLoopHandler(path, handlers);
            }
        };

        abstract void add(Fanfare app, String path, Supplier<SocketHandler> handlers);
    }

    record Said(String who, String what) {}

    record Unheard(int number) {}

    /** Joins the room and sends the events of the room to its client. */
    private static class Member extends SocketHandler {
        private static final EventHandlers<Member> EVENTS =
                EventHandlers.of(Member.class).on(Said.class, Member::onSaid);

        private final Channel room;

        Member(Channel room) {
            this.room = room;
        }

        @Override
        public void connect(Socket socket) {
            join(room);
            socket.send("joined");
        }

        @Override
        public void receive(Socket socket, Payload message) {
            switch (message.text()) {
                case "leave" -> leave(room);
                case "id" -> socket.send(socket.id());
                default -> room.publishEvent(new Said("client", message.text()));
            }
            socket.send("done");
        }

        @Override
        protected EventHandlers<?> events() {
            return EVENTS;
        }

        private void onSaid(Socket socket, Said said) {
            if (said.what().equals("fail")) {
                throw new IllegalStateException("on purpose");
            }
            socket.send(said.who() + ": " + said.what());
        }
    }

    private final TestApp test = new TestApp();
    private final Channel room = test.app().channel("room");

    @AfterEach
    void stop() {
        test.close();
    }

    @ParameterizedTest
    @EnumSource
    void send_reachesAllMembersInOrder(Style style) {
        style.add(test.app(), "/", () -> new Member(room));
        try (var alice = test.open("/");
                var bob = test.open("/")) {
            assertThat(alice.receiveText()).isEqualTo("joined");
            assertThat(bob.receiveText()).isEqualTo("joined");

            room.publishEvent(new Said("backend", "1"));
            room.publishEvent(new Said("backend", "2"));

            assertThat(alice.receiveText()).isEqualTo("backend: 1");
            assertThat(alice.receiveText()).isEqualTo("backend: 2");
            assertThat(bob.receiveText()).isEqualTo("backend: 1");
        }
    }

    @Test
    void publishEvent_skipsOtherChannelsAndPlainSubscribers() {
        var other = test.app().channel("other");
        test.app().socketHandler("/room", () -> new Member(room));
        test.app().socketHandler("/other", () -> new Member(other));
        test.app().websocket("/direct", ws -> {
            ws.subscribe(room);
            ws.send("joined");
            ws.receive();
        });
        try (var inRoom = test.open("/room");
                var inOther = test.open("/other");
                var direct = test.open("/direct")) {
            assertThat(inRoom.receiveText()).isEqualTo("joined");
            assertThat(inOther.receiveText()).isEqualTo("joined");
            assertThat(direct.receiveText()).isEqualTo("joined");

            room.publishEvent(new Said("backend", "for the room"));
            assertThat(inRoom.receiveText()).isEqualTo("backend: for the room");
            other.publishEvent(new Said("backend", "for the other"));
            room.publish("for the direct one");

            assertThat(inOther.receiveText()).isEqualTo("backend: for the other");
            assertThat(direct.receiveText()).isEqualTo("for the direct one");
        }
    }

    @Test
    void leave_endsTheEvents() {
        test.app().socketHandler("/", () -> new Member(room));
        try (var alice = test.open("/");
                var bob = test.open("/")) {
            assertThat(alice.receiveText()).isEqualTo("joined");
            assertThat(bob.receiveText()).isEqualTo("joined");
            alice.send("leave");
            assertThat(alice.receiveText()).isEqualTo("done");

            room.publishEvent(new Said("backend", "hello"));

            assertThat(bob.receiveText()).isEqualTo("backend: hello");
            alice.send("id");
            assertThat(alice.receiveText()).isNotEqualTo("backend: hello");
        }
    }

    @ParameterizedTest
    @EnumSource
    void handler_rejected_receivesNoEvents(Style style) {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        style.add(test.app(), "/refused", () -> new Member(room) {
            @Override
            public void connect(Socket socket) {
                join(room);
            }

            @Override
            protected EventHandlers<?> events() {
                return EventHandlers.of(Member.class).on(Said.class, (member, socket, said) -> seen.add(said.what()));
            }
        });
        style.add(test.app(), "/", () -> new Member(room));
        assertThat(test.refused("/refused").status()).isEqualTo(403);
        try (var other = test.open("/")) {
            assertThat(other.receiveText()).isEqualTo("joined");

            room.publishEvent(new Said("backend", "1"));
            room.publishEvent(new Said("backend", "2"));

            assertThat(other.receiveText()).isEqualTo("backend: 1");
            assertThat(other.receiveText()).isEqualTo("backend: 2");
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void event_withoutHandler_isIgnored() {
        test.app().socketHandler("/", () -> new Member(room));
        try (var client = test.open("/")) {
            assertThat(client.receiveText()).isEqualTo("joined");

            room.publishEvent(new Unheard(1));
            room.publishEvent(new Said("backend", "hello"));

            assertThat(client.receiveText()).isEqualTo("backend: hello");
        }
    }

    @Test
    void handler_thatFails_closesItsOwnSocketOnly() {
        test.app().socketHandler("/", () -> new Member(room));
        test.app().socketHandler("/calm", () -> new Member(test.app().channel("calm")));
        try (var failing = test.open("/");
                var calm = test.open("/calm")) {
            assertThat(failing.receiveText()).isEqualTo("joined");
            assertThat(calm.receiveText()).isEqualTo("joined");

            room.publishEvent(new Said("backend", "fail"));

            assertThat(failing.receiveClose().closeCode()).isEqualTo(1011);
            calm.send("still there");
            assertThat(calm.receiveText()).isEqualTo("done");
            assertThat(calm.receiveText()).isEqualTo("client: still there");
        }
    }

    @Test
    void client_thatSendsTheBytesOfAnEvent_sendsAMessage() {
        var messages = new LinkedBlockingQueue<String>();
        test.app().socketHandler("/", () -> new Member(room) {
            @Override
            public void receive(Socket socket, Payload message) {
                messages.add(message.text());
            }
        });
        try (var client = test.open("/")) {
            assertThat(client.receiveText()).isEqualTo("joined");

            client.send(Said.class.getName() + "\n{\"who\":\"me\",\"what\":\"let me in\"}");
            assertThat(TestApp.next(messages)).startsWith(Said.class.getName());
            room.publishEvent(new Said("backend", "hello"));

            assertThat(client.receiveText()).isEqualTo("backend: hello");
        }
    }

    @Test
    void handler_leavesItsChannelsBeforeDisconnectRuns() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        test.app().socketHandler("/", () -> new Member(room) {
            @Override
            public void disconnect(Socket socket, CloseReason reason) {
                room.publishEvent(new Said("backend", "after the unsubscribe"));
                seen.add("disconnect");
            }

            @Override
            protected EventHandlers<?> events() {
                return EventHandlers.of(Member.class).on(Said.class, (member, socket, said) -> seen.add(said.what()));
            }
        });
        try (var client = test.open("/")) {
            assertThat(client.receiveText()).isEqualTo("joined");
            client.sendClose(1000, "");

            assertThat(TestApp.next(seen)).isEqualTo("disconnect");
            room.publishEvent(new Said("backend", "without subscribers"));
            assertThat(test.app().channel("room").publish("flush")).isNotNull();
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void handler_withFullInbox_isDisconnectedAsSlow() throws InterruptedException {
        var held = new CountDownLatch(1);
        test.app().socketHandler("/", () -> new Member(room) {
            @Override
            protected EventHandlers<?> events() {
                return EventHandlers.of(Member.class).on(Said.class, (member, socket, said) -> held.await());
            }
        });
        try (var client = test.open("/")) {
            assertThat(client.receiveText()).isEqualTo("joined");
            for (int i = 0; i < 2_000; i++) {
                room.publishEvent(new Said("backend", "x"));
            }

            assertThat(client.receiveClose().closeCode()).isEqualTo(3008);
        } finally {
            held.countDown();
        }
    }

    @Test
    void send_toAnId_reachesThatOneClient() {
        test.app().socketHandler("/", () -> new Member(room));
        try (var alice = test.open("/");
                var bob = test.open("/")) {
            assertThat(alice.receiveText()).isEqualTo("joined");
            assertThat(bob.receiveText()).isEqualTo("joined");
            alice.send("id");
            var id = alice.receiveText();
            assertThat(alice.receiveText()).isEqualTo("done");

            test.app().send(id, Payload.text("for alice"));

            assertThat(alice.receiveText()).isEqualTo("for alice");
            bob.send("hello");
            assertThat(bob.receiveText()).isEqualTo("done");
            assertThat(bob.receiveText()).isEqualTo("client: hello");
        }
    }

    @Test
    void table_withTwoHandlersForOneType_isRefused() {
        assertThatThrownBy(() -> Member.EVENTS.on(Said.class, Member::onSaid))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Said");
    }

    @Test
    void supplier_returningSameHandlerTwice_isRejected() {
        var one = new Member(room);
        test.app().socketHandler("/", () -> one);
        try (var first = test.open("/")) {
            assertThat(first.receiveText()).isEqualTo("joined");

            assertThat(test.refused("/").status()).isEqualTo(500);
        }
    }
}
