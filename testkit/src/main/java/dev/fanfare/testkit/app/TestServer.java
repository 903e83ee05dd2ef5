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
 * An application under test as seen by its clients, in memory ({@code MemoryTransport}) or over a socket ({@link
 * SocketServer}), so that one test covers both. Thread-safe. Methods block and must not be called on event loops.
 *
 * <p>A target is a path with its query, percent-encoded. Each header is {@code Name: value}; the default Host is {@code
 * localhost}.
 */
public interface TestServer {
    /** Returns the transport if it implements this interface, as the memory transport does; otherwise the server at the address. */
    static TestServer of(Transport transport, InetSocketAddress address) {
        return transport instanceof TestServer inMemory ? inMemory : new SocketServer(address);
    }

    /** Parses header lines. */
    static Headers headers(String... lines) {
        var headers = Headers.empty();
        for (var line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("a header must have the form 'Name: value', got '" + line + "'");
            }
            headers = headers.with(
                    line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    /**
     * Connects a client and waits until it is accepted.
     *
     * @throws HandshakeRefusedException if the server rejected the handshake
     * @throws AssertionError if there was no response in time
     */
    default TestClient connect(String target, String... headers) {
        return begin(target, headers).accepted();
    }

    /**
     * Connects a client that reads nothing after its handshake until {@link TestClient#resume}; see {@link
     * TestClient#stall}.
     */
    default TestClient connectStalled(String target, String... headers) {
        return beginStalled(target, headers).accepted();
    }

    /** Starts to connect a client without waiting for the response; {@link TestClient#accepted} waits for it. */
    TestClient begin(String target, String... headers);

    /** As {@link #begin}, for a client that reads nothing after its handshake. */
    TestClient beginStalled(String target, String... headers);

    /**
     * Sends a request on its own connection and waits for the response.
     *
     * @param body the body; empty for none
     */
    TestResponse request(String method, String target, byte[] body, String... headers);

    /**
     * Sends a request on its own connection and returns the streaming response.
     *
     * @param body the body; empty for none
     */
    TestStream stream(String method, String target, byte[] body, String... headers);

    /** Sends a GET and returns the streaming response. */
    default TestStream stream(String target, String... headers) {
        return stream("GET", target, new byte[0], headers);
    }

    /** Sends a GET and waits for the response. */
    default TestResponse get(String target, String... headers) {
        return request("GET", target, new byte[0], headers);
    }

    /** Sends a POST with a text body and waits for the response. */
    default TestResponse post(String target, String body, String... headers) {
        return request("POST", target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Sends a POST with a form as browsers do, and waits for the response. */
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
     * Advances the time of the event loops at once, for heartbeats, timeouts and expiry. Clocks of the application are
     * not affected.
     *
     * @throws UnsupportedOperationException over a socket, where time is real
     */
    void advance(Duration duration);
}
