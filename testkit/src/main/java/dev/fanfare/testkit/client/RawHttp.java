package dev.fanfare.testkit.client;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An HTTP/1.1 client that sends arbitrary requests, complete or partial, one at a time or pipelined. Not thread-safe.
 */
public final class RawHttp implements AutoCloseable {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private static final int HEX = 16;

    private final RawSocket socket;

    private RawHttp(RawSocket socket) {
        this.socket = socket;
    }

    /** Connects to a server. */
    public static RawHttp connect(InetSocketAddress address) {
        return over(RawSocket.connect(address));
    }

    /** Creates a client on an open connection. */
    public static RawHttp over(RawSocket socket) {
        return new RawHttp(socket);
    }

    /** Sends one request, such as {@code GET /path}, on its own connection and returns the response. */
    public static RawResponse exchange(InetSocketAddress address, String methodAndPath, String... headers) {
        try (var http = connect(address)) {
            http.send(request(methodAndPath, headers));
            return methodAndPath.startsWith("HEAD ") ? http.readHead() : http.read();
        }
    }

    /**
     * Returns a request without a body, such as {@code GET /path}, with Host {@code localhost} unless a header sets it.
     * Each header is {@code Name: value}.
     */
    public static String request(String methodAndPath, String... headers) {
        return methodAndPath + " HTTP/1.1\r\n" + host(headers) + lines(headers) + "\r\n";
    }

    /** Returns the Host header, unless it is among the headers. */
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

    /** Returns the underlying connection. */
    public RawSocket socket() {
        return socket;
    }

    /** Sends text, one byte per character. */
    public void send(String text) {
        socket.send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Reads the next response with its body, which ends with the last chunk, at Content-Length, or with the connection.
     */
    public RawResponse read() {
        var head = readHead();
        var body = new ByteArrayOutputStream();
        readBody(head, body::writeBytes);
        return head.withBody(body.toByteArray());
    }

    /** Reads the next response without its body; complete for responses to HEAD requests. */
    public RawResponse readHead() {
        return new RawResponse(status(line()), headers(), new byte[0]);
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Reads the body after the head; a chunked body is passed on in its chunks. */
    public void readBody(RawResponse head, Consumer<byte[]> onPart) {
        if (head.status() < 200 || head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
            return;
        }
        var length = head.header("content-length");
        if (head.header("transfer-encoding").equals("chunked")) {
            for (var chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
                onPart.accept(chunk);
            }
        } else {
            onPart.accept(length.isEmpty() ? socket.readToEnd() : socket.read(Integer.parseInt(length)));
        }
    }

    /** Reads the next chunk of a chunked body (RFC 9112, 7.1); the last one is empty. */
    public byte[] readChunk() {
        var line = line();
        if (!line.matches("[0-9a-fA-F]{1,8}")) {
            throw new AssertionError("invalid chunk size: '" + line + "'");
        }
        var chunk = socket.read(Integer.parseInt(line, HEX));
        var end = line();
        if (!end.isEmpty()) {
            throw new AssertionError("invalid end of a chunk: '" + end + "'");
        }
        return chunk;
    }

    private static int status(String line) {
        if (!line.matches("HTTP/1\\.1 \\d{3}( .*)?")) {
            throw new AssertionError("invalid status line: '" + line + "'");
        }
        return Integer.parseInt(line.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
    }

    private Map<String, List<String>> headers() {
        var headers = new HashMap<String, List<String>>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new AssertionError("invalid header: '" + line + "'");
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
