package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.app.internal.channel.EventTypes;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.LimitExceededException;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.testkit.memory.MemorySettings;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Mistakes of an application fail immediately, and the message names the value and the fix. */
class LoudMistakesTest {
    record Said(String text) {}

    private static final HttpResponse OK = HttpResponse.text(200, "");

    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void publishEvent_withoutHandlerOrRendering_fails() {
        var room = app.channel("room");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> room.publishEvent("hi"))
                .withMessageContaining("java.lang.String")
                .withMessageContaining("room")
                .withMessageContaining("render()");
        assertThatIllegalArgumentException().isThrownBy(() -> room.publishEventAsync("hi"));

        room.renderJson(String.class, text -> text);
        assertThatCode(() -> room.publishEvent("hi")).doesNotThrowAnyException();
    }

    @Test
    void publishEvent_withListenerOfAnotherChannel_succeeds() {
        app.channel("other").eventListener().on(Said.class, said -> {});

        assertThatCode(() -> app.channel("room").publishEvent(new Said("hi"))).doesNotThrowAnyException();
    }

    @Test
    void publishEvent_withoutHandler_isLoggedOnce() {
        app.socketHandler("/", () -> new SocketHandler() {});
        app.listen(8000);
        try (var log = new Log(EventTypes.class, Level.WARN)) {
            app.channel("room").publishEvent(new Said("before the first connection"));
            assertThat(log.messages()).noneMatch(message -> message.contains(Said.class.getName()));
            server.connect("/");

            app.channel("room").publishEvent(new Said("1"));
            app.channel("room").publishEvent(new Said("2"));

            assertThat(log.messages())
                    .filteredOn(message -> message.contains(Said.class.getName()))
                    .singleElement()
                    .asString()
                    .contains("channel room");
        }
    }

    @Test
    void join_withoutEventHandlers_fails() {
        var failure = new CompletableFuture<Throwable>();
        app.socketHandler("/ws", () -> new SocketHandler() {
            @Override
            public void connect(Socket socket) {
                try {
                    join(app.channel("room"));
                } catch (IllegalStateException mistake) {
                    failure.complete(mistake);
                }
                socket.accept();
            }
        });
        app.listen(8000);
        server.connect("/ws");

        assertThat(TestApp.get(failure)).hasMessageContaining("room").hasMessageContaining("override events()");
    }

    @Test
    void subscribe_twice_fails() {
        var failure = new CompletableFuture<Throwable>();
        app.websocket("/", ws -> {
            ws.subscribe(app.channel("room"));
            try {
                ws.subscribe(app.channel("room"));
            } catch (IllegalStateException mistake) {
                failure.complete(mistake);
            }
            ws.unsubscribe(app.channel("room"));
            ws.subscribe(app.channel("room"));
            ws.send("subscribed again");
            ws.awaitClose();
        });
        app.listen(8000);

        assertThat(server.connect("/").receiveText()).isEqualTo("subscribed again");
        assertThat(TestApp.get(failure)).hasMessageContaining("already subscribed to channel room");
    }

    @Test
    void subscribe_beyondTheLimit_namesTheSetting() {
        var failure = new CompletableFuture<Throwable>();
        var transport = new MemoryTransport();
        try (var limited = Fanfare.create(FanfareSettings.DEFAULTS.withMaxSubscriptions(1), transport)) {
            limited.websocket("/", ws -> {
                ws.subscribe(limited.channel("first"));
                try {
                    ws.subscribe(limited.channel("second"));
                } catch (IllegalStateException mistake) {
                    failure.complete(mistake);
                }
            });
            limited.listen(8000);
            transport.connect("/");

            assertThat(TestApp.get(failure))
                    .hasMessage("the client has reached its limit of 1 subscriptions and cannot subscribe to channel "
                            + "second: raise FanfareSettings.withMaxSubscriptions");
        }
    }

    @Test
    void subscribe_withoutMemory_namesTheSetting() {
        var failure = new CompletableFuture<Throwable>();
        var transport =
                new MemoryTransport(MemorySettings.DEFAULTS, MemoryLimits.NONE.with(MemoryKind.SUBSCRIPTIONS, 1_000));
        try (var limited = Fanfare.create(FanfareSettings.DEFAULTS, transport)) {
            limited.websocket("/", ws -> {
                ws.subscribe(limited.channel("first"));
                try {
                    ws.subscribe(limited.channel("second"));
                } catch (LimitExceededException full) {
                    failure.complete(full);
                }
            });
            limited.listen(8000);
            transport.connect("/");

            assertThat(TestApp.get(failure))
                    .hasMessageContaining("second")
                    .hasMessageContaining("FanfareSettings.withMemoryLimit(MemoryKind.SUBSCRIPTIONS, ...)");
        }
    }

    @Test
    void publish_largerThanTheOutbox_namesTheSetting() {
        var transport = new MemoryTransport();
        try (var limited = Fanfare.create(FanfareSettings.DEFAULTS.withOutboxMaxBytes(10), transport)) {
            assertThatThrownBy(() -> limited.channel("room").publish("more than ten bytes"))
                    .isInstanceOf(LimitExceededException.class)
                    .hasMessageContaining("FanfareSettings.withOutboxMaxBytes");
        }
    }

    @Test
    void subscribe_twiceOnTheEventLoop_closesTheSocket() {
        app.eventLoopHandler("/", () -> new SocketHandler() {
            @Override
            public void connect(Socket socket) {
                socket.subscribe(app.channel("room"));
                socket.subscribe(app.channel("room"));
            }
        });
        app.listen(8000);

        assertThat(server.connect("/").closeReason().code()).isEqualTo(1011);
    }

    @Test
    void options_afterTheFirstSubscription_fail() {
        app.channels("kept:", ChannelOptions.defaults());
        app.channel("kept:named", ChannelOptions.defaults());
        app.websocket("/{room}", ws -> {
            ws.subscribe(app.channel(ws.path("room")));
            ws.send("subscribed");
            ws.awaitClose();
        });
        app.listen(8000);
        server.connect("/news").receiveText();
        server.connect("/kept:named").receiveText();
        var presence = ChannelOptions.defaults().presence();

        assertThatIllegalStateException()
                .isThrownBy(() -> app.channel("news", presence))
                .withMessageContaining("news")
                .withMessageContaining("before listen()");
        assertThatIllegalStateException()
                .isThrownBy(() -> app.channels("ne", presence))
                .withMessageContaining("ne*");
        app.channel("news", ChannelOptions.defaults());
        app.channels("kept:na", presence);
        assertThat(app.channel("kept:nail").options()).isEqualTo(presence);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/{id}, /a/me",
        "/a/{id}, /a/{name}",
        "/a/{id}, /a/{id:int}",
        "/a/{id:long}, /a/{id:int}",
        "/a/{id:int}, /a/7",
        "/{rest:path}, /a/b/c",
        "/a/{rest:path}, /a/{x}/{y:path}",
        "/{code:[A-Z]+}, /{other:[A-Z]+}"
    })
    void route_hiddenByAnEarlierOne_fails(String earlier, String hidden) {
        app.get(earlier, OK);

        assertThatIllegalStateException()
                .isThrownBy(() -> app.get(hidden, OK))
                .withMessageContaining("GET " + hidden)
                .withMessageContaining(earlier + " matches all its paths");
        app.post(hidden, request -> OK);
    }

    @Test
    void route_onThePathOfAMountedProtocol_fails() {
        app.mount((node, channels) -> Map.of("/protocol", exchange -> exchange.respond(OK)));

        assertThatIllegalStateException()
                .isThrownBy(() -> app.get("/protocol", request -> OK))
                .withMessageContaining("the route GET /protocol is unreachable");
        assertThatIllegalStateException()
                .isThrownBy(() -> app.websocket("/protocol", WebSocket::accept))
                .withMessageContaining("the route WEBSOCKET /protocol is unreachable");
        app.get("/{other}", request -> OK);
    }

    @Test
    void mount_onThePathOfARoute_fails() {
        app.get("/page", request -> OK);
        app.websocket("/ws", WebSocket::accept);

        for (var path : List.of("/page", "/ws")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> app.mount((node, channels) -> Map.of(path, exchange -> exchange.respond(OK))))
                    .withMessageContaining("cannot mount a protocol on " + path);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/a/me, /a/{id}",
        "/a/{id}, /a/",
        "/a/{id:int}, /a/{id:long}",
        "/a/{id:int}, /a/x",
        "/a/{rest:path}, /a",
        "/a/{id}, /a/{rest:path}",
        "/{code:[A-Z]+}, /{code:[a-z]+}"
    })
    void route_withPathsOfItsOwn_isAdded(String earlier, String later) {
        app.get(earlier, OK);

        assertThatCode(() -> app.get(later, OK)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {":id", "<id>", "<int:id>", "*", "**", "files*", "id?"})
    void placeholder_ofAnotherFramework_failsAndNamesOurs(String placeholder) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.get("/a/" + placeholder, OK))
                .withMessageContaining("'" + placeholder + "'")
                .withMessageContaining("{id}");
    }

    @Test
    void messages_iteratedTwice_fail() {
        var failures = new CompletableFuture<Integer>();
        app.websocket("/", ws -> {
            int failed = 0;
            for (var messages :
                    List.of(ws.messages(), ws.textMessages(), ws.jsonMessages(Said.class, malformed -> {}))) {
                Objects.requireNonNull(messages.iterator());
                try {
                    Objects.requireNonNull(messages.iterator());
                } catch (IllegalStateException mistake) {
                    failed += String.valueOf(mistake.getMessage()).contains("iterated once") ? 1 : 0;
                }
            }
            failures.complete(failed);
        });
        app.listen(8000);
        server.begin("/");

        assertThat(TestApp.get(failures)).isEqualTo(3);
    }

    @Test
    void queryInt_withoutInteger_is400() {
        app.get("/", request -> HttpResponse.text(200, "" + request.queryInt("page")));
        app.listen(8000);

        var response = server.get("/?page=two");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).isEqualTo("query parameter page must be an integer, got 'two'");
    }

    @Test
    void listen_logsAddressTransportAndEngine() {
        try (var log = new Log(Fanfare.class, Level.INFO)) {
            var address = app.listen("127.0.0.1", 0);

            assertThat(log.messages())
                    .filteredOn(message -> message.contains(":" + address.getPort() + " "))
                    .contains("listening on 127.0.0.1:" + address.getPort() + " (MemoryTransport, memory)");
        }
    }

    @Test
    void disconnect_isLoggedWithRouteAndReason() {
        app.websocket("/in/{id}", ws -> {
            ws.accept();
            ws.close(4001, "enough");
        });
        app.listen(8000);
        try (var log = new Log("dev.fanfare.app.internal.socket.ClientSocket", Level.DEBUG)) {
            assertThat(server.connect("/in/7").closeReason().code()).isEqualTo(4001);

            await().untilAsserted(() -> assertThat(log.messages())
                    .anyMatch(message -> message.contains("of /in/{id} disconnected: 4001 enough")));
        }
    }

    @Test
    void closeOnShutdown_closesWhenTheJvmEnds() throws IOException, InterruptedException {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var program = new ProcessBuilder(java, "-cp", classPath, Program.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            var output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(output).contains("application stopped").doesNotContain("Exception");
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void closeOnShutdown_closedApplication_removesTheHook() {
        var closed =
                Fanfare.create(FanfareSettings.DEFAULTS, new MemoryTransport()).closeOnShutdown();

        assertThatCode(closed::close).doesNotThrowAnyException();
    }

    /** Ends without closing its application. */
    static final class Program {
        public static void main(String[] arguments) {
            var app = Fanfare.create(FanfareSettings.DEFAULTS, new MemoryTransport())
                    .closeOnShutdown();
            app.onStop(() -> System.out.println("application stopped"));
            app.listen(8000);
            System.exit(0);
        }
    }

    /** Captures the log of a class. */
    private static final class Log implements AutoCloseable {
        private final Logger logger;
        private final @Nullable Level before;
        private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

        Log(Class<?> type, Level level) {
            this(type.getName(), level);
        }

        Log(String name, Level level) {
            logger = (Logger) LoggerFactory.getLogger(name);
            before = logger.getLevel();
            logger.setLevel(level);
            appender.list = new CopyOnWriteArrayList<>(); // other tests log at the same time
            appender.start();
            logger.addAppender(appender);
        }

        List<String> messages() {
            return List.copyOf(appender.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }

        @Override
        public void close() {
            logger.detachAppender(appender);
            logger.setLevel(before);
        }
    }
}
