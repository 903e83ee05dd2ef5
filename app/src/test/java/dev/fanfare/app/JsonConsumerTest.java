package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are bound to a record, and what a client hears of one that does not fit. */
class JsonConsumerTest {
    record Point(String name, int x, OptionalInt y) {}

    private static final class Echo extends JsonConsumer<Point> {
        private Echo() {
            super(Point.class);
        }

        @Override
        protected void receive(Socket socket, Point point) {
            socket.sendJson(point);
        }
    }

    private static Stream<Arguments> misfits() {
        return Stream.of(
                arguments("nonsense", "not JSON at line 1"),
                arguments("{\"name\":\"a\"", "not JSON at line 1"),
                arguments("{\"name\":\"a\",\"x\":1} and more", "not JSON at line 1"),
                arguments("{\"name\":\"a\"}", "'x' is missing"),
                arguments("{\"x\":1}", "'name' is missing"),
                arguments("{\"name\":null,\"x\":1}", "'name' is missing"),
                arguments("{\"name\":\"a\",\"x\":\"one\"}", "'x' can't be 'one': it is a number"),
                arguments("{\"name\":[],\"x\":1}", "'name' is a text"),
                arguments("{\"name\":\"a\",\"x\":1,\"y\":{}}", "'y' is"),
                arguments("[1]", "the message is an object"),
                arguments("null", "null is not a message"));
    }

    private final TestApp test = new TestApp();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void receive_ofTheRightShape_isBound() {
        test.app().consumer("/", Echo::new);
        try (var client = test.open("/")) {
            client.send("{\"name\":\"a\",\"x\":1,\"y\":2,\"unknown\":[]}");

            assertThat(client.receiveText()).isEqualTo("{\"name\":\"a\",\"x\":1,\"y\":2}");
        }
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void receive_ofAnotherShape_isAnsweredWithTheProblemAndTheConnectionGoesOn(String message, String problem) {
        test.app().consumer("/", Echo::new);
        try (var client = test.open("/")) {
            client.send(message);

            var answer = client.receiveText();
            assertThat(answer).startsWith("{\"error\":\"").contains(problem);
            assertThat(answer).doesNotContain("java", "dev.fanfare", "Point");
            client.send("{\"name\":\"b\",\"x\":2}");
            assertThat(client.receiveText()).contains("\"b\"");
        }
    }

    @Test
    void receiveJson_inTheFunctionStyle_bindsOrClosesWith1007() {
        test.app().websocket("/", ws -> {
            ws.sendJson(ws.receiveJson(Point.class));
            ws.receiveJson(Point.class);
        });
        try (var client = test.open("/")) {
            client.send("{\"name\":\"a\",\"x\":1}");
            assertThat(client.receiveText()).contains("\"x\":1");

            client.send("{\"name\":\"a\"}");

            var close = client.receiveClose();
            assertThat(close.closeCode()).isEqualTo(1007);
            assertThat(close.closeReason()).contains("'x'");
        }
    }
}
