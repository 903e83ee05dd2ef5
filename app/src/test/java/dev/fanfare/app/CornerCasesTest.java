package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.app.security.Authentication;
import dev.fanfare.app.security.CookieSessions;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rare events and mistakes of applications: no call waits forever, and every loss is reported. */
class CornerCasesTest {
    /** The pause between two events, in which the sender leaves the processor to the clients. */
    private static final long PAUSE_NANOS = 100_000;

    record Said(String what) {}

    interface Sealed {}

    private final TestApp test = new TestApp(Wire.MEMORY);
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Channel room = test.app().channel("room");

    private class Member extends SocketHandler {
        final Channel joins;
        volatile boolean gone;

        Member(Channel joins) {
            this.joins = joins;
        }

        @Override
        public void connect(Socket socket) {
            join(joins);
            socket.accept();
        }

        @Override
        protected EventHandlers<?> events() {
            return EventHandlers.of(Member.class)
                    .on(Said.class, (member, socket, said) -> heard.add(said.what() + (member.gone ? " late" : "")));
        }

        @Override
        public void disconnect(Socket socket, CloseReason reason) {
            gone = true;
        }
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void receive_afterRejection_returns() {
        var outcome = new CompletableFuture<String>();
        test.app().websocket("/", ws -> {
            ws.refuse(403, "no");
            try {
                outcome.complete("received " + ws.receive());
            } catch (ClosedException closed) {
                outcome.complete("closed");
            }
        });
        assertThat(test.refusal("/").status()).isEqualTo(403);
        assertThat(TestApp.get(outcome)).isEqualTo("closed");
    }

    @Test
    void refusal_ofASupplier_isTheAnswer() {
        test.app().socketHandler("/{id}", request -> new Member(test.app().channel("r" + request.pathInt("id"))));
        test.app().eventLoopHandler("/n/{id}", request -> new Member(test.app().channel("r" + request.pathInt("id"))));
        assertThat(test.refusal("/abc").status()).isEqualTo(404);
        assertThat(test.refusal("/n/abc").status()).isEqualTo(404);
    }

    @Test
    void handler_afterRefusal_receivesNoEarlierMessages() {
        test.app().socketHandler("/", () -> new Member(room) {
            @Override
            public void connect(Socket socket) {
                join(room);
                room.publishEvent(new Said("hello"));
                socket.refuse(403, "no");
            }
        });
        assertThat(test.refusal("/").status()).isEqualTo(403);
        test.server().advance(Duration.ofMillis(1));
        assertThat(heard).isEmpty();
    }

    @Test
    void handler_afterDisconnect_receivesNoEvents() throws InterruptedException {
        var late = new AtomicInteger();
        test.address();
        test.app().socketHandler("/", () -> new Member(room) {
            @Override
            protected EventHandlers<?> events() {
                return EventHandlers.of(Member.class)
                        .on(Said.class, (member, socket, said) -> late.addAndGet(member.gone ? 1 : 0));
            }
        });
        var stop = new AtomicBoolean();
        var sender = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                room.publishEvent(new Said("hello"));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        });
        for (int round = 0; round < 10; round++) {
            var clients = Stream.generate(() -> test.server().begin("/").accepted())
                    .limit(30)
                    .toList();
            clients.forEach(TestClient::lose);
        }
        stop.set(true);
        sender.join();
        assertThat(late).hasValue(0);
    }

    @Test
    void join_afterOneThatFailed_joins() {
        var transport = new MemoryTransport();
        var down = new AtomicBoolean(true);
        var engine = FaultyEngine.refusingSubscriptions(transport, down);
        var app = Fanfare.create(FanfareSettings.DEFAULTS, transport, engine);
        var channel = app.channel("room");
        app.socketHandler("/", () -> new Member(channel) {
            @Override
            public void connect(Socket socket) {
                try {
                    join(channel);
                } catch (EngineException away) {
                    down.set(false);
                    join(channel);
                }
                socket.accept();
            }
        });
        app.listen(0);
        transport.connect("/");
        channel.publishEvent(new Said("hello"));
        assertThat(TestApp.next(heard)).isEqualTo("hello");
        app.close();
    }

    @Test
    void events_countWithTheirBytes() {
        var blocked = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        test.app().socketHandler("/", () -> new Member(room) {
            @Override
            public void receive(Socket socket, Payload message) throws Exception {
                blocked.countDown();
                go.await();
            }
        });
        var listener = room.eventListener().on(Said.class, said -> go.await());
        var client = test.server().connect("/");
        client.sendText("wait");
        for (int i = 0; i < 10; i++) {
            room.publishEvent(new Said("x".repeat(1_000_000)));
        }
        assertThat(client.closeReason()).isEqualTo(DisconnectReason.SLOW.reason());
        await().untilAsserted(() -> assertThat(listener.missed()).isPositive());
        go.countDown();
    }

    @Test
    void eventType_thatNoEventHas_isRefused() {
        assertThatThrownBy(() -> EventHandlers.of(SocketHandler.class).on(Sealed.class, (handler, socket, event) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messageCheck_thatFails_closesAsAHandlerDoes() {
        test.app()
                .use((request, next) -> next.proceed(request.withMessageCheck(message -> {
                    throw new IllegalStateException("on purpose");
                })));
        test.app().websocket("/", WebSocket::receive);
        var client = test.server().connect("/");
        client.sendText("hello");
        assertThat(client.closeReason().code()).isEqualTo(1011);
    }

    @Test
    void refusal_ofAHandler_hasTheCookieOfTheSession() {
        test.app().use(CookieSessions.signedBy(new byte[32]));
        test.app().websocket("/", ws -> {
            ws.session().put("tries", "1");
            ws.refuse(401, "no");
        });
        assertThat(test.refusal("/").header("set-cookie")).isPresent();
    }

    @Test
    void close_afterTheApplicationIsClosed_doesNothing() {
        var socket = new CompletableFuture<WebSocket>();
        test.app().websocket("/", ws -> {
            ws.accept();
            socket.complete(ws);
            ws.receive();
        });
        test.server().connect("/");
        var ws = TestApp.get(socket);
        test.close();
        assertThatCode(ws::close).doesNotThrowAnyException();
    }

    @Test
    void errorAtTheStop_hindersNothing() {
        test.app().onStop(() -> {
            throw new AssertionError("on purpose");
        });
        test.app().websocket("/", WebSocket::receive);
        var client = test.server().connect("/");
        test.close();
        assertThat(client.closeReason().code()).isEqualTo(1001);
    }

    @Test
    void renewal_asSomebodyElse_closes() {
        var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        test.app()
                .use(Authentication.by(request -> Optional.of(
                                Principal.of("ann").expiringAt(now.get().plusSeconds(600))))
                        .renewedBy((request, expired) -> Optional.of(Principal.of("bob")))
                        .clock(now::get)
                        .require());
        test.app().websocket("/", WebSocket::receive);
        var client = test.server().connect("/");
        now.set(now.get().plusSeconds(601));
        test.server().advance(Duration.ofSeconds(601));
        assertThat(client.closeReason().code()).isEqualTo(3005);
    }
}
