package dev.fanfare.testkit.client;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An HTTP/1.1 client that sends what it is told to and reads what comes: whole requests or torn ones, one by one on a
 * kept-alive connection or several ahead. Not thread-safe.
 */
public final class RawHttp implements AutoCloseable {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final RawSocket socket;

    private RawHttp(RawSocket socket) {
        this.socket = socket;
    }

    /** Connects. */
    public static RawHttp connect(InetSocketAddress address) {
        return over(RawSocket.connect(address));
    }

    /** A client on a connection that exists. */
    public static RawHttp over(RawSocket socket) {
        return new RawHttp(socket);
    }

    /** One request on a connection of its own, such as {@code GET /path}, and its response. */
    public static RawResponse exchange(InetSocketAddress address, String methodAndPath, String... headers) {
        try (var http = connect(address)) {
            http.send(request(methodAndPath, headers));
            return methodAndPath.startsWith("HEAD ") ? http.readHead() : http.read();
        }
    }

    /** A request without a body, such as {@code GET /path}, to localhost unless a header says Host; each is {@code Name: value}. */
    public static String request(String methodAndPath, String... headers) {
        return methodAndPath + " HTTP/1.1\r\n" + host(headers) + lines(headers) + "\r\n";
    }

    /** The line of Host, when it is not among the headers. */
    static String host(String... headers) {
        boolean given = Stream.of(headers).anyMatch(header -> header.regionMatches(true, 0, "Host:", 0, 5));
        return given ? "" : "Host: localhost\r\n";
    }

    static String lines(String... headers) {
        var lines = new StringBuilder();
        for (var header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.toString();
    }

    /** The connection beneath. */
    public RawSocket socket() {
        return socket;
    }

    /** Sends text, each character as one byte. */
    public void send(String text) {
        socket.send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next response with its body, which ends by Content-Length, else with the connection. */
    public RawResponse read() {
        int status = status(line());
        var headers = headers();
        return new RawResponse(status, headers, body(status, headers));
    }

    /** The next response to a HEAD request: whatever its length says, it has no body. */
    public RawResponse readHead() {
        return new RawResponse(status(line()), headers(), new byte[0]);
    }

    @Override
    public void close() {
        socket.close();
    }

    private byte[] body(int status, Map<String, List<String>> headers) {
        if (status < 200 || status == NO_CONTENT || status == NOT_MODIFIED) {
            return new byte[0];
        }
        var length = headers.getOrDefault("content-length", List.of());
        return length.isEmpty() ? socket.readToEnd() : socket.read(Integer.parseInt(length.getFirst()));
    }

    private static int status(String line) {
        if (!line.matches("HTTP/1\\.1 \\d{3}( .*)?")) {
            throw new AssertionError("not a status line: '" + line + "'");
        }
        return Integer.parseInt(line.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
    }

    private Map<String, List<String>> headers() {
        var headers = new HashMap<String, List<String>>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new AssertionError("not a header: '" + line + "'");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String line() {
        var bytes = new ByteArrayOutputStream();
        for (int b = socket.read(); b != '\n'; b = socket.read()) {
            bytes.write(b);
        }
        var line = bytes.toString(StandardCharsets.ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
