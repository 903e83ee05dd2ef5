package dev.fanfare.testkit.app;

import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;

/** A server under test that listens on a socket, in this process or another one. Thread-safe. */
public final class SocketServer implements TestServer {
    private static final int STALLING_BUFFER_BYTES = 4096;

    private final InetSocketAddress address;

    /** Creates a view of the server at this address; a wildcard address is replaced by the loopback address. */
    public SocketServer(InetSocketAddress address) {
        this.address = address.getAddress() != null && address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                : address;
    }

    @Override
    public TestClient begin(String target, String... headers) {
        return begin(RawSocket.connect(address), false, target, headers);
    }

    @Override
    public TestClient beginStalled(String target, String... headers) {
        return begin(RawSocket.connect(address, STALLING_BUFFER_BYTES), true, target, headers);
    }

    private static TestClient begin(RawSocket socket, boolean stalled, String target, String... headers) {
        var inbox = new ClientInbox();
        var wire = new SocketWire(socket, inbox);
        if (stalled) {
            wire.stall();
        }
        wire.start(Handshake.request(target, headers));
        return new TestClient(wire, inbox);
    }

    @Override
    public TestResponse request(String method, String target, byte[] body, String... headers) {
        try (var http = RawHttp.connect(address)) {
            http.send(head(method, target, body, headers));
            http.socket().send(body);
            var response = method.equals("HEAD") ? http.readHead() : http.read();
            return new TestResponse(response.status(), response.headers(), response.body());
        }
    }

    /** Uses a small receive buffer, so that the server soon detects a stalled client. */
    @Override
    public TestStream stream(String method, String target, byte[] body, String... headers) {
        var stream = new SocketStream(RawSocket.connect(address, STALLING_BUFFER_BYTES));
        stream.start(method, head(method, target, body, headers), body);
        return stream;
    }

    private static String head(String method, String target, byte[] body, String... headers) {
        var lines = headers;
        if (body.length > 0) {
            lines = Arrays.copyOf(headers, headers.length + 1);
            lines[headers.length] = "Content-Length: " + body.length;
        }
        return RawHttp.request(method + " " + target, lines);
    }

    @Override
    public void advance(Duration duration) {
        throw new UnsupportedOperationException(
                "time cannot be advanced over a socket, requested " + duration + ": use MemoryTransport");
    }
}
