package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are bound to a record, and the reaction to malformed ones. */
class JsonSocketHandlerTest {
    record Point(String name, int x, OptionalInt y) {}

    private static final class Echo extends JsonSocketHandler<Point> {
        private Echo() {
            super(Point.class);
        }

        @Override
        protected void receive(Socket socket, Point point) {
            socket.sendJson(point);
        }
    }

    private static Stream<Arguments> malformedMessages() {
        return Stream.of(
                arguments("nonsense", "invalid JSON at line 1"),
                arguments("{\"name\":\"a\"", "invalid JSON at line 1"),
                arguments("{\"name\":\"a\",\"x\":1} and more", "invalid JSON at line 1"),
                arguments("{\"name\":\"a\"}", "'x' is missing"),
                arguments("{\"x\":1}", "'name' is missing"),
                arguments("{\"name\":null,\"x\":1}", "'name' is missing"),
                arguments("{\"name\":\"a\",\"x\":\"one\"}", "'x' must be a 32-bit integer"),
                arguments("{\"name\":\"a\",\"x\":1.7}", "'x' must be a 32-bit integer, got '1.7'"),
                arguments("{\"name\":\"a\",\"x\":\"1\"}", "'x' must be a 32-bit integer"),
                arguments("{\"name\":\"a\",\"x\":3000000000}", "'x' is out of range: it must be a 32-bit integer"),
                arguments("{\"name\":5,\"x\":1}", "'name' must be a string, got '5'"),
                arguments("{\"name\":true,\"x\":1}", "'name' must be a string, got 'true'"),
                arguments("", "the message is empty"),
                arguments("{\"name\":[],\"x\":1}", "'name' must be a string"),
                arguments("{\"name\":\"a\",\"x\":1,\"y\":{}}", "'y' must be"),
                arguments("[1]", "the message must be an object"),
                arguments("null", "the value must not be null"));
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Go.class, name = "go"),
        @JsonSubTypes.Type(value = Stop.class, name = "stop")
    })
    sealed interface Move {}

    enum Direction {
        LEFT,
        @JsonProperty("to the right")
        RIGHT
    }

    record Go(Direction direction) implements Move {}

    record Stop() implements Move {}

    private static final class Game extends JsonSocketHandler<Move> {
        private Game() {
            super(Move.class);
        }

        @Override
        protected void receive(Socket socket, Move move) {
            socket.send(move.toString());
        }
    }

    private static Stream<Arguments> wrongMoves() {
        return Stream.of(
                arguments("{\"direction\":\"LEFT\"}", "the message must have a property 'do', one of go, stop"),
                arguments("{\"do\":\"fly\"}", "the message must have a property 'do', one of go, stop, got 'fly'"),
                arguments(
                        "{\"do\":\"go\",\"direction\":\"up\"}",
                        "'direction' must be one of LEFT, to the right, got 'up'"));
    }

    private final TestApp test = new TestApp();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void receive_ofTheRightShape_isBound() {
        test.app().socketHandler("/", Echo::new);
        try (var client = test.open("/")) {
            client.send("{\"name\":\"a\",\"x\":1,\"y\":2,\"unknown\":[]}");

            assertThat(client.receiveText()).isEqualTo("{\"name\":\"a\",\"x\":1,\"y\":2}");
        }
    }

    @ParameterizedTest
    @MethodSource("malformedMessages")
    void receive_mismatch_repliesWithErrorAndStaysOpen(String message, String problem) {
        test.app().socketHandler("/", Echo::new);
        try (var client = test.open("/")) {
            client.send(message);

            var answer = client.receiveText();
            assertThat(answer).startsWith("{\"error\":\"").contains(problem);
            assertThat(answer).doesNotContain("java", "dev.fanfare", "Point");
            client.send("{\"name\":\"b\",\"x\":2}");
            assertThat(client.receiveText()).contains("\"b\"");
        }
    }

    @ParameterizedTest
    @MethodSource("wrongMoves")
    void receive_unknownType_namesTheValidTypes(String message, String problem) {
        test.app().socketHandler("/", Game::new);
        try (var client = test.open("/")) {
            client.send(message);

            assertThat(client.receiveText()).isEqualTo("{\"error\":\"" + problem + "\"}");
        }
    }

    @Test
    void receiveJson_thatIsCaught_leavesTheConnectionUsable() {
        test.app().websocket("/", ws -> {
            try {
                ws.receiveJson(Point.class);
            } catch (MalformedMessageException malformed) {
                ws.sendJson(Map.of("error", malformed.problem()));
            }
            ws.sendJson(ws.receiveJson(Point.class));
        });
        try (var client = test.open("/")) {
            client.send("{\"x\":1}");
            assertThat(client.receiveText()).contains("'name' is missing");

            client.send("{\"name\":\"a\",\"x\":1}");

            assertThat(client.receiveText()).contains("\"x\":1");
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

    @Test
    void jsonMessages_returnMatching_reportOthersUntilTheClose() {
        var seen = new LinkedBlockingQueue<String>();
        test.app().websocket("/", ws -> {
            for (var point : ws.jsonMessages(Point.class, malformed -> seen.add(malformed.problem()))) {
                seen.add(point.name());
            }
            seen.add("end");
        });
        try (var client = test.open("/")) {
            client.send("{\"name\":\"a\",\"x\":1}");
            client.send("{\"name\":\"b\"}");
            client.send("{\"name\":\"c\",\"x\":1}");
            client.sendClose(1000, "");

            assertThat(Stream.generate(() -> TestApp.next(seen)).limit(4))
                    .containsExactly("a", "'x' is missing", "c", "end");
        }
    }
}
