package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.app.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses that application code streams, in memory and over sockets. */
class StreamResponseTest {
    private TestApp test = new TestApp(Wire.MEMORY);

    @AfterEach
    void close() {
        test.close();
    }

    private TestServer over(Wire wire) {
        test.close();
        test = new TestApp(wire);
        return test.server();
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void text_arrivesWhileItIsCreated(Wire wire) {
        var server = over(wire);
        var words = new LinkedBlockingQueue<String>();
        test.app()
                .get(
                        "/answer",
                        request -> StreamResponse.text(
                                Stream.generate(() -> TestApp.next(words)).takeWhile(word -> !word.equals("end"))));

        var stream = server.stream("/answer");
        assertThat(stream.head().headers().first("content-type")).contains("text/plain; charset=utf-8");
        words.add("one;");
        assertThat(stream.receiveTo(";")).isEqualTo("one;");
        words.add("");
        words.add("zwölf;");
        assertThat(stream.receiveTo(";")).isEqualTo("zwölf;");
        words.add("end");
        assertThat(stream.receiveRest()).isEmpty();
        assertThat(stream.awaitEnd()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void text_thatFails_endsIncompletely(Wire wire) {
        var server = over(wire);
        test.app()
                .get(
                        "/answer",
                        request -> StreamResponse.text(Stream.of("one", "two").peek(word -> {
                            if (word.equals("two")) {
                                throw new IllegalStateException("planned");
                            }
                        })));

        assertThat(server.stream("/answer").awaitEnd()).isFalse();
    }

    @Test
    void events_haveNamesAndIds_andReportAFailure() {
        test.app()
                .get(
                        "/steps",
                        request -> StreamResponse.events(Stream.of(1, 2).map(step -> {
                            if (step == 2) {
                                throw new IllegalStateException("planned");
                            }
                            return ServerEvent.json(List.of(step)).named("step").withId("s" + step);
                        })));

        var stream = test.server().stream("/steps");
        assertThat(stream.receiveEvent()).startsWith("retry: ");
        assertThat(stream.receiveEvent()).isEqualTo("id: s1\nevent: step\ndata: [1]");
        assertThat(stream.receiveEvent())
                .isEqualTo("event: disconnect\ndata: {\"code\":1011,\"reason\":\"internal error\"}");
        assertThat(stream.awaitEnd()).isTrue();
    }

    @Test
    void events_cannotInjectFields() {
        assertThatThrownBy(() -> ServerEvent.of("x").named("a\ndata: b")).hasMessageContaining("line breaks");
        assertThatThrownBy(() -> ServerEvent.of("x").withId("a\rb")).hasMessageContaining("line breaks");
        assertThatThrownBy(() -> ServerEvent.of("x").withId("a\0")).hasMessageContaining("NULL");
    }

    @Test
    void jsonLines_areOnePerValue() {
        test.app().get("/lines", request -> StreamResponse.jsonLines(Stream.of(List.of(1), "two\nlines")));

        assertThat(test.server().stream("/lines").receiveRest()).isEqualTo("[1]\n\"two\\nlines\"\n");
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void aClientThatLeaves_interruptsAndClosesTheStream(Wire wire) {
        var server = over(wire);
        var interrupted = new CompletableFuture<Boolean>();
        var closed = new CountDownLatch(1);
        var forever = new CountDownLatch(1);
        test.app()
                .get(
                        "/answer",
                        request -> StreamResponse.text(Stream.iterate(0, i -> i + 1)
                                .map(i -> {
                                    if (i == 0) {
                                        return "begun;";
                                    }
                                    try {
                                        forever.await();
                                        return "never";
                                    } catch (InterruptedException interrupt) {
                                        interrupted.complete(true);
                                        throw new IllegalStateException(interrupt);
                                    }
                                })
                                .onClose(closed::countDown)));

        var stream = server.stream("/answer");
        assertThat(stream.receiveTo(";")).isEqualTo("begun;");
        stream.leave();

        assertThat(TestApp.get(interrupted)).isTrue();
        TestApp.get(CompletableFuture.runAsync(() -> awaitUninterrupted(closed)));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aSlowClient_stopsTheCreation() {
        var created = new AtomicInteger();
        var server = test.server();
        test.app()
                .get(
                        "/large",
                        request -> StreamResponse.of(
                                "application/octet-stream",
                                IntStream.range(0, 1_000)
                                        .mapToObj(i -> new byte[10_000 + 0 * created.incrementAndGet()])));

        var stream = server.stream("/large");
        stream.head();
        stream.stall();
        server.advance(Duration.ZERO);
        int whileStalled = created.get();
        stream.resume();

        assertThat(stream.receiveRest()).hasSize(10_000_000);
        assertThat(whileStalled).isLessThanOrEqualTo(1_000);
        assertThat(created).hasValue(1_000);
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void head_createsNothing_andClosesTheStream(Wire wire) {
        var server = over(wire);
        var created = new AtomicInteger();
        var closed = new AtomicInteger();
        test.app()
                .get(
                        "/answer",
                        request -> StreamResponse.text(Stream.generate(() -> "x" + created.incrementAndGet())
                                .onClose(closed::incrementAndGet)));

        assertThat(server.request("HEAD", "/answer", new byte[0]).status()).isEqualTo(200);
        test.close();
        assertThat(created).hasValue(0);
        assertThat(closed).hasValue(1);
    }

    @Test
    void middleware_seesTheHead_andAReplacedStreamIsClosed() {
        var closed = new AtomicInteger();
        test.app().use((request, next) -> {
            var response = next.proceed(request);
            return request.query("refuse").isPresent()
                    ? HttpResponse.text(403, "refused")
                    : response.with("x-stream", "" + response.stream().isPresent());
        });
        test.app()
                .get("/answer", request -> StreamResponse.text(Stream.of("text").onClose(closed::incrementAndGet)));

        assertThat(test.server().get("/answer?refuse").status()).isEqualTo(403);
        await().until(() -> closed.get() == 1);
        var stream = test.server().stream("/answer");
        assertThat(stream.head().headers().first("x-stream")).contains("true");
        assertThat(stream.receiveRest()).isEqualTo("text");
    }

    @Test
    void aStream_cannotRefuseAHandshake() {
        test.app().use((request, next) -> StreamResponse.text(Stream.of("no")));
        test.app().websocket("/ws", WebSocket::awaitClose);

        assertThat(test.refusal("/ws").status()).isEqualTo(500);
        assertThatThrownBy(() -> new RequestRefusedException(StreamResponse.text(Stream.of("no"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_endsAnEndlessStream() {
        var server = test.server();
        test.app().get("/answer", request -> StreamResponse.text(Stream.generate(() -> "x;")));
        var stream = server.stream("/answer");
        stream.receiveTo(";");

        test.close();

        assertThat(stream.awaitEnd()).isFalse();
    }
}
