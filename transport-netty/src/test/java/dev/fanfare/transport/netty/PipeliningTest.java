package dev.fanfare.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.transport.netty.loop.IoBackend;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many pipelined requests on one connection are answered completely and in order, whenever each handler responds. */
class PipeliningTest {
    private static final int COUNT = 200;
    private static final List<String> KINDS = List.of("now", "soon", "later", "fail", "body", "unread", "chunks");

    static Stream<Arguments> pieces() {
        return Stream.of(IoBackend.values())
                .filter(IoBackend::isAvailable)
                .flatMap(backend -> Stream.of(1 << 20, 1_400, 17).map(size -> Arguments.of(backend, size)));
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void requests_ofAllKinds_areAnsweredInOrder(IoBackend backend, int maxPiece) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var kinds = random.ints(COUNT, 0, KINDS.size()).mapToObj(KINDS::get).toList();
        var settings = TestServer.settings(backend, TestServer.PATIENT, TestServer.PATIENT);
        try (var server = TestServer.start(settings, PipeliningTest::answer);
                var http = server.connect()) {
            var input = new StringBuilder();
            for (int i = 0; i < COUNT; i++) {
                input.append(request(kinds.get(i), i));
            }
            send(http, input + "malformed\r\n\r\n", random, maxPiece);

            for (int i = 0; i < COUNT; i++) {
                var response = http.read();
                assertThat(response.status() + " " + response.text())
                        .as("request %s, seed %s", i, seed)
                        .isEqualTo(expected(kinds.get(i), i));
            }
            assertThat(http.read().status()).as("seed %s", seed).isEqualTo(400);
            assertThat(http.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void authenticatedRequests_doNotCountTowardsTheLimit() {
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT);
        var http = settings.http();
        var limited = settings.withHttp(http.withLimits(http.limits().withMaxRequests(2)));
        try (var server = TestServer.start(limited, PipeliningTest::answer);
                var client = server.connect()) {
            client.send(request("now", 0) + request("key", 1).repeat(50) + request("now", 2));

            for (int i = 0; i < 51; i++) {
                assertThat(client.read().header("connection")).isEqualTo("keep-alive");
            }
            assertThat(client.read().header("connection")).isEqualTo("close");
            assertThat(client.socket().readToEnd()).isEmpty();
        }
    }

    @Test
    void requests_withoutLimit_shareAConnection() {
        var settings = TestServer.settings(TestServer.PATIENT, TestServer.PATIENT);
        var http = settings.http();
        var unlimited = settings.withHttp(http.withLimits(http.limits().withMaxRequests(0)));
        try (var server = TestServer.start(unlimited, PipeliningTest::answer);
                var client = server.connect()) {
            for (int i = 0; i < 1_100; i++) {
                client.send(request("now", i));
                assertThat(client.read().header("connection")).isEqualTo("keep-alive");
            }
        }
    }

    private static void send(RawHttp http, String input, Random random, int maxPiece) {
        for (int at = 0; at < input.length(); ) {
            int end = Math.min(input.length(), at + 1 + random.nextInt(maxPiece));
            http.send(input.substring(at, end));
            at = end;
        }
    }

    private static String request(String kind, int number) {
        var path = "/" + kind + "/" + number;
        return switch (kind) {
            case "body", "unread" -> "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
            case "chunks" ->
                "POST " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";
            default -> RawHttp.request("GET " + path);
        };
    }

    private static String expected(String kind, int number) {
        var path = "/" + kind + "/" + number;
        return switch (kind) {
            case "fail" -> "500 internal error";
            case "body", "chunks" -> "200 " + path + "hello";
            default -> "200 " + path;
        };
    }

    private static void answer(HttpExchange exchange) {
        var path = exchange.request().path();
        var response = HttpResponse.text(200, path);
        switch (path.split("/", -1)[1]) {
            case "fail" -> throw new IllegalStateException("expected by the test");
            case "soon" -> Thread.startVirtualThread(() -> exchange.loop().execute(() -> exchange.respond(response)));
            case "later" -> exchange.loop().schedule(Duration.ofMillis(1), () -> exchange.respond(response));
            case "body", "chunks" -> exchange.readBody(10, body -> mirrorLater(exchange, path, body));
            case "key" -> {
                exchange.memory().authenticate();
                exchange.respond(response);
            }
            default -> exchange.respond(response);
        }
    }

    private static void mirrorLater(HttpExchange exchange, String path, byte[] body) {
        var response = HttpResponse.text(200, path + new String(body, US_ASCII));
        Thread.startVirtualThread(() -> exchange.loop().execute(() -> exchange.respond(response)));
    }
}
