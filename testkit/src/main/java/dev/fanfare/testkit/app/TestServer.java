package dev.fanfare.testkit.app;

import dev.fanfare.core.transport.Transport;
import dev.fanfare.model.http.Headers;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application under test, as its clients see it: in memory ({@code MemoryTransport}) or behind a socket
 * ({@link SocketServer}), so that one test does for both. Thread-safe; its methods block and are not for event loops.
 *
 * <p>A target is a path with its query, percent-encoded. Each header is {@code Name: value}; Host is {@code localhost} unless
 * it is given.
 */
public interface TestServer {
    /** The server that the transport brings with it, as the one in memory does; else the one that listens on the address. */
    static TestServer of(Transport transport, InetSocketAddress address) {
        return transport instanceof TestServer inMemory ? inMemory : new SocketServer(address);
    }

    /** Header fields of lines. */
    static Headers headers(String... lines) {
        var headers = Headers.empty();
        for (var line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a header is 'Name: value', not '" + line + "'");
            }
            headers = headers.with(
                    line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    /**
     * A client that was let in.
     *
     * @throws HandshakeRefusedException when it was not
     * @throws AssertionError when it was not answered in time
     */
    default TestClient connect(String target, String... headers) {
        return begin(target, headers).accepted();
    }

    /**
     * A client that was let in and then reads nothing until it is told to {@link TestClient#resume}; see
     * {@link TestClient#stall}.
     */
    default TestClient connectStalled(String target, String... headers) {
        return beginStalled(target, headers).accepted();
    }

    /** A client that has asked to be let in, and does not wait for the answer: {@link TestClient#accepted} does. */
    TestClient begin(String target, String... headers);

    /** As {@link #begin}, for a client that reads its answer and nothing else. */
    TestClient beginStalled(String target, String... headers);

    /**
     * Sends a request on a connection of its own, and waits for the response.
     *
     * @param body the body, empty for none
     */
    TestResponse request(String method, String target, byte[] body, String... headers);

    /**
     * Sends a request on a connection of its own, to read the response as it comes.
     *
     * @param body the body, empty for none
     */
    TestStream stream(String method, String target, byte[] body, String... headers);

    /** The response to a GET, to be read as it comes. */
    default TestStream stream(String target, String... headers) {
        return stream("GET", target, new byte[0], headers);
    }

    /** The response to a GET. */
    default TestResponse get(String target, String... headers) {
        return request("GET", target, new byte[0], headers);
    }

    /** The response to a POST of this text. */
    default TestResponse post(String target, String body, String... headers) {
        return request("POST", target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** The response to a POST of these fields, as a form of a page sends them; headers behind them. */
    default TestResponse postForm(String target, Map<String, String> fields, String... headers) {
        var body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        var all = Stream.concat(Stream.of("Content-Type: application/x-www-form-urlencoded"), Stream.of(headers));
        return post(target, body, all.toArray(String[]::new));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Lets time pass on the event loops, at once: heartbeats, time limits, expiry. Handlers' own clocks go on as they do.
     *
     * @throws UnsupportedOperationException behind a socket, where time is real
     */
    void advance(Duration duration);
}
