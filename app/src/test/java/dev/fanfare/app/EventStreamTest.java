package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.testkit.app.TestStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The publications of channels as server-sent events, in memory and over sockets. */
class EventStreamTest {
    private static final ChannelOptions HISTORY = ChannelOptions.history(100, Duration.ofMinutes(10));

    private TestApp test = new TestApp(Wire.MEMORY);

    @AfterEach
    void close() {
        test.close();
    }

    private void over(Wire wire) {
        test.close();
        test = new TestApp(wire);
    }

    private Channel streamed(ChannelOptions options) {
        var prices = test.app().channel("prices", options);
        test.app().sse("/stream", prices);
        return prices;
    }

    private TestServer server() {
        return test.server();
    }

    /** Opens a stream and returns it after its first blocks; a positioned one starts with its position. */
    private TestStream open(String... headers) {
        var stream = server().stream("/stream", headers);
        assertThat(stream.head().status()).isEqualTo(200);
        assertThat(stream.receiveEvent()).matches("retry: [12]\\d{3}");
        return stream;
    }

    private static String id(String event) {
        return event.lines()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);
    }

    private static String lastEventId(String id) {
        return "Last-Event-ID: " + id;
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void sse_sendsPublicationsWithTheirPositions(Wire wire) {
        over(wire);
        var prices = streamed(HISTORY);

        try (var stream = open()) {
            assertThat(stream.head().headers().first("content-type")).contains("text/event-stream");
            assertThat(stream.head().headers().first("cache-control")).contains("no-store");
            var start = id(stream.receiveEvent());
            prices.publish("7");

            var event = stream.receiveEvent();
            assertThat(event).isEqualTo("id: " + id(event) + "\ndata: 7");
            assertThat(start).endsWith(":0");
            assertThat(id(event)).isEqualTo(start.replace(":0", ":1"));
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void sse_resumesWithoutGapOrRepeat(Wire wire) {
        over(wire);
        var prices = streamed(HISTORY);
        String position;
        try (var first = open()) {
            first.receiveEvent();
            prices.publish("1");
            position = id(first.receiveEvent());
        }
        prices.publish("2");
        prices.publish("3");

        try (var second = open(lastEventId(position))) {
            assertThat(second.receiveEvent()).endsWith("\ndata: 2");
            assertThat(second.receiveEvent()).endsWith("\ndata: 3");
            assertThat(second.receiveEvent()).matches("id: .*:3");
            prices.publish("4");
            assertThat(second.receiveEvent()).endsWith(":4\ndata: 4");
        }
    }

    @Test
    void sse_resumesFromTheQuery_unlessTheBrowserSendsALaterPosition() {
        var prices = streamed(HISTORY);
        prices.publish("1");
        prices.publish("2");
        var positions = prices.history(2).stream()
                .map(publication ->
                        Objects.requireNonNull(publication.position()).text())
                .toList();

        try (var stream = server().stream("/stream?position=" + positions.getFirst())) {
            stream.receiveEvent();
            assertThat(stream.receiveEvent()).endsWith("\ndata: 2");
        }
        try (var stream =
                server().stream("/stream?position=" + positions.getFirst(), lastEventId(positions.getLast()))) {
            stream.receiveEvent();
            assertThat(stream.receiveEvent()).isEqualTo("id: " + positions.getLast());
        }
    }

    @Test
    void sse_afterTheHistoryWasLost_reportsAGapAndContinues() {
        var prices = streamed(ChannelOptions.history(2, Duration.ofMinutes(10)));
        String position;
        try (var first = open()) {
            position = id(first.receiveEvent());
        }
        for (int i = 1; i <= 3; i++) {
            prices.publish("" + i);
        }

        for (var lost : List.of(position, "another-epoch:1", position.replace(":0", ":" + Long.MAX_VALUE))) {
            try (var second = open(lastEventId(lost))) {
                var gap = second.receiveEvent();
                assertThat(gap)
                        .matches("id: [^:]+:\\d+\nevent: gap\ndata: publications were missed: load the state anew");
                prices.publish("live");
                assertThat(second.receiveEvent()).endsWith("\ndata: live");
            }
            prices.publish("1");
            prices.publish("2");
            prices.publish("3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "7",
                "epoch:",
                "epoch:-1",
                "epoch:+1",
                "epoch:1x",
                ":1",
                "%zz:1",
                "e:99999999999999999999"
            })
    void sse_ignoresATextThatIsNotAPosition(String hostile) {
        var prices = streamed(HISTORY);
        prices.publish("before");

        try (var stream = open(lastEventId(hostile))) {
            assertThat(stream.receiveEvent()).matches("id: [^:\n]+:1");
            prices.publish("live");
            assertThat(stream.receiveEvent()).endsWith(":2\ndata: live");
        }
    }

    @Test
    void sse_ignoresAPositionThatIsTooLong() {
        streamed(HISTORY);

        try (var stream = open(lastEventId("e".repeat(300) + ":1"))) {
            assertThat(stream.receiveEvent()).matches("id: [^:\n]+:0");
        }
    }

    /** RFC 6585, 5: the transport limits the head. The route limits the position. */
    @Test
    void sse_withAnOversizedHead_isRefused() {
        over(Wire.SOCKETS);
        streamed(HISTORY);

        assertThat(server().get("/stream", lastEventId("e".repeat(20_000))).status())
                .isEqualTo(431);
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void sse_resumesWhilePublicationsContinue(Wire wire) {
        over(wire);
        int last = 300;
        var prices = streamed(ChannelOptions.history(last, Duration.ofMinutes(10)));
        var received = new ArrayList<String>();
        String position;
        try (var stream = open()) {
            position = id(stream.receiveEvent());
        }
        var publishing =
                CompletableFuture.runAsync(() -> IntStream.rangeClosed(1, last).forEach(i -> prices.publish("" + i)));

        while (received.size() < last) {
            try (var stream = open(lastEventId(position))) {
                for (int events = 0; events < 25 && received.size() < last; ) {
                    var event = stream.receiveEvent();
                    position = id(event);
                    if (event.contains("data: ")) {
                        received.add(event.substring(event.indexOf("data: ") + 6));
                        events++;
                    }
                }
            }
        }

        TestApp.get(publishing);
        assertThat(received)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList());
    }

    @Test
    void sse_cannotBeInjectedByData() {
        var prices = streamed(ChannelOptions.defaults());

        try (var stream = open("Origin: http://localhost")) {
            awaitSubscriber();
            prices.publish("a\r\n\r\nevent: admin\rid: 7\n\ndata: b");
            assertThat(stream.receiveEvent())
                    .isEqualTo("data: a\ndata: \ndata: event: admin\ndata: id: 7\ndata: \ndata: data: b");
            prices.publish(new byte[] {1, 2, 3});
            assertThat(stream.receiveEvent()).isEqualTo("data: AQID");
        }
    }

    @Test
    void sse_withoutHistory_hasNoIds_andIgnoresPositions() {
        var prices = streamed(ChannelOptions.defaults());

        try (var stream = open(lastEventId("epoch:1"))) {
            awaitSubscriber();
            prices.publish("1");
            assertThat(stream.receiveEvent()).isEqualTo("data: 1");
        }
    }

    /** Without a position, no block shows that the client is subscribed. */
    private void awaitSubscriber() {
        server().advance(Duration.ZERO);
    }

    @Test
    void events_withLatest_beginsWithTheHistory() {
        var prices = test.app().channel("prices", HISTORY);
        test.app().get("/latest", request -> StreamResponse.events(prices, 2));
        for (int i = 1; i <= 3; i++) {
            prices.publish("" + i);
        }

        try (var stream = server().stream("/latest")) {
            stream.receiveEvent();
            assertThat(stream.receiveEvent()).endsWith("\ndata: 2");
            var last = stream.receiveEvent();
            assertThat(last).endsWith("\ndata: 3");
            assertThat(stream.receiveEvent()).isEqualTo("id: " + id(last));
        }
    }

    @Test
    void events_withLatest_requiresAHistoryWithoutDrops() {
        var live = test.app().channel("live");
        var dropping = test.app().channel("dropping", HISTORY.slowClients(SlowClientPolicy.DROP_OLDEST));
        test.app().get("/live", request -> StreamResponse.events(live, 2));
        test.app().get("/dropping", request -> StreamResponse.events(dropping, 2));

        assertThat(server().get("/live").status()).isEqualTo(500);
        assertThat(server().get("/dropping").status()).isEqualTo(500);
    }

    @Test
    void sse_passesThroughMiddleware_thatRefusesOrAddsFields() {
        test.app()
                .use((request, next) -> request.header("authorization").isPresent()
                        ? next.proceed(request).with("x-checked", "yes")
                        : HttpResponse.text(401, "authentication required"));
        streamed(HISTORY);

        assertThat(server().get("/stream").status()).isEqualTo(401);
        try (var stream = open("Authorization: Bearer x")) {
            assertThat(stream.head().headers().first("x-checked")).contains("yes");
        }
    }

    @Test
    void sse_perRequest_usesTheChannelOfThePath() {
        var rooms = test.app().channels("room:", ChannelOptions.defaults());
        test.app().get("/rooms/{room}", request -> StreamResponse.events(rooms.channel(request.path("room"))));

        assertThat(server().get("/rooms/%00").status()).isEqualTo(400);
        try (var stream = server().stream("/rooms/one")) {
            stream.receiveEvent();
            awaitSubscriber();
            rooms.channel("two").publish("two");
            rooms.channel("one").publish("one");
            assertThat(stream.receiveEvent()).isEqualTo("data: one");
        }
    }

    @Test
    void sse_refusesPagesOfOtherOrigins() {
        streamed(HISTORY);

        assertThat(server().get("/stream", "Origin: https://evil.example").status())
                .isEqualTo(403);
    }

    @Test
    void sse_isReadableByListedOrigins() {
        test.close();
        test = new TestApp(Wire.MEMORY, FanfareSettings.DEFAULTS.withAllowedOrigins(Set.of("https://shop.example")));
        streamed(HISTORY);

        try (var stream = open("Origin: https://shop.example")) {
            var headers = stream.head().headers();
            assertThat(headers.first("access-control-allow-origin")).contains("https://shop.example");
            assertThat(headers.first("access-control-allow-credentials")).contains("true");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void head_hasNoBody_andOpensNoStream(Wire wire) {
        over(wire);
        streamed(HISTORY);

        var response = server().request("HEAD", "/stream", new byte[0]);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().first("content-type")).contains("text/event-stream");
        assertThat(response.text()).isEmpty();
        assertThat(server().request("POST", "/stream", new byte[0]).status()).isEqualTo(405);
    }

    @Test
    void sse_sendsCommentsAsHeartbeats_andExpectsNoAnswer() {
        test.close();
        test = new TestApp(
                Wire.MEMORY, FanfareSettings.DEFAULTS.withPing(Duration.ofSeconds(10), Duration.ofSeconds(5)));
        streamed(HISTORY);

        try (var stream = open()) {
            stream.receiveEvent();
            for (int i = 0; i < 5; i++) {
                server().advance(Duration.ofSeconds(10));
                assertThat(stream.receiveEvent()).isEqualTo(":");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void drain_endsTheStream_soThatTheBrowserReconnects(Wire wire) {
        over(wire);
        streamed(HISTORY);
        var stream = open();
        stream.receiveEvent();

        test.app().drain(Duration.ZERO);

        assertThat(stream.receiveEvent()).isEqualTo("event: disconnect\ndata: {\"code\":1012,\"reason\":\"restart\"}");
        assertThat(stream.awaitEnd()).isTrue();
    }

    @Test
    void sse_isDisconnectedByUser_andReceivesDirectMessages() {
        test.app()
                .use((request, next) ->
                        next.proceed(request.withPrincipal(AuthenticatedPrincipal.of(Principal.of("ann")))));
        var prices = streamed(HISTORY.presence());
        var stream = open();
        stream.receiveEvent();
        var client = prices.members().keySet().iterator().next();
        assertThat(Objects.requireNonNull(prices.members().get(client)).user()).isEqualTo("ann");

        TestApp.get(test.app().send(client, Payload.text("for you")).toCompletableFuture());
        assertThat(stream.receiveEvent()).isEqualTo("data: for you");
        TestApp.get(test.app().disconnectUser("ann").toCompletableFuture());

        assertThat(stream.receiveEvent()).contains("event: disconnect", "\"code\":3503");
        assertThat(stream.awaitEnd()).isTrue();
    }

    @Test
    void unsubscribeUser_endsTheStream() {
        test.app()
                .use((request, next) ->
                        next.proceed(request.withPrincipal(AuthenticatedPrincipal.of(Principal.of("ann")))));
        var prices = streamed(HISTORY);
        var stream = open();
        stream.receiveEvent();

        TestApp.get(test.app().unsubscribeUser("ann", prices).toCompletableFuture());

        assertThat(stream.receiveEvent()).contains("event: disconnect", "\"code\":3006");
        assertThat(stream.awaitEnd()).isTrue();
    }

    @Test
    void slowReader_isDisconnected_andResumes() {
        test.close();
        test = new TestApp(Wire.MEMORY, FanfareSettings.DEFAULTS.withOutboxMaxBytes(64 * 1024));
        var prices = streamed(HISTORY);
        var stream = open();
        var position = id(stream.receiveEvent());
        stream.stall();
        for (int i = 0; i < 20; i++) {
            prices.publish("x".repeat(10_000));
        }
        server().advance(Duration.ZERO);
        stream.resume();
        int received = 0;
        for (var event = stream.receiveEvent(); !event.contains("disconnect"); event = stream.receiveEvent()) {
            received++;
            assertThat(id(event)).endsWith(":" + received);
            position = id(event);
        }
        assertThat(received).isBetween(1, 19);

        try (var second = open(lastEventId(position))) {
            for (int i = received + 1; i <= 20; i++) {
                assertThat(id(second.receiveEvent())).endsWith(":" + i);
            }
        }
    }
}
