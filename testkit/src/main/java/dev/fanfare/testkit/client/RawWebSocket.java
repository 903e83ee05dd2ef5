package dev.fanfare.testkit.client;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A WebSocket client that does what a test tells it, and nothing by itself: it answers no ping and no close frame, and
 * reads only when asked. Frames of the server are checked to be lawful. Not thread-safe, but one thread may send while
 * another receives.
 */
public final class RawWebSocket implements AutoCloseable {
    private static final int FIN = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final RawSocket socket;
    private final String extensions;
    private int probes;

    private RawWebSocket(RawSocket socket, String extensions) {
        this.socket = socket;
        this.extensions = extensions;
    }

    /**
     * Connects and shakes hands; each further header is {@code Name: value}.
     *
     * @throws UpgradeRefusedException with the response, when it is not 101
     */
    public static RawWebSocket open(InetSocketAddress address, String path, String... headers) {
        return open(RawSocket.connect(address), path, headers);
    }

    /** Shakes hands on a connection, such as one with a small receive buffer. */
    public static RawWebSocket open(RawSocket socket, String path, String... headers) {
        var http = RawHttp.over(socket);
        http.send(Handshake.request(path, headers));
        return accepted(http);
    }

    /** Reads the 101 of a handshake that was sent already, perhaps with frames behind it. */
    public static RawWebSocket accepted(RawHttp http) {
        var response = http.read();
        try {
            Handshake.check(response);
        } catch (UpgradeRefusedException refused) {
            http.close();
            throw refused;
        }
        return new RawWebSocket(http.socket(), response.header("sec-websocket-extensions"));
    }

    /** A client whose handshake has been answered with a 101 that was read and checked, and agreed on no extension. */
    public static RawWebSocket opened(RawHttp http) {
        return new RawWebSocket(http.socket(), "");
    }

    /** What the 101 agreed on; empty text when nothing. */
    public String extensions() {
        return extensions;
    }

    /** The connection beneath: raw bytes, sudden ends. */
    public RawSocket socket() {
        return socket;
    }

    /** Sends a frame. */
    public void send(ClientFrame frame) {
        socket.send(frame.bytes());
    }

    /** Sends several frames in one write, so that they arrive together. */
    public void sendTogether(ClientFrame... frames) {
        socket.send(join(frames));
    }

    /** Sends a text message. */
    public void send(String text) {
        send(ClientFrame.text(text));
    }

    /** Sends a binary message. */
    public void send(byte[] bytes) {
        send(ClientFrame.of(ClientFrame.BINARY, bytes));
    }

    /** Sends a close frame; the connection stays for its answer. */
    public void sendClose(int code, String reason) {
        send(ClientFrame.close(code, reason));
    }

    /** The frames' bytes in a row. */
    public static byte[] join(ClientFrame... frames) {
        int size = 0;
        for (var frame : frames) {
            size += frame.bytes().length;
        }
        var bytes = ByteBuffer.allocate(size);
        for (var frame : frames) {
            bytes.put(frame.bytes());
        }
        return bytes.array();
    }

    /** The next frame, whatever it is; fails when none comes in time, or a connection's end comes first. */
    public ServerFrame receive() {
        int first = socket.read();
        int second = socket.read();
        if ((first & RESERVED_BITS & ~lawfulBits(first)) != 0 || (second & MASKED) != 0) {
            throw new AssertionError("unlawful header %02x %02x from the server".formatted(first, second));
        }
        var payload = socket.read(length(second & ~MASKED));
        return new ServerFrame((first & FIN) != 0, (first & ClientFrame.COMPRESSED) != 0, first & 0x0F, payload);
    }

    /** RFC 7692, 6: when agreed on, messages begin with this bit, or without it. */
    private int lawfulBits(int first) {
        int opcode = first & 0x0F;
        boolean begins = opcode == ClientFrame.TEXT || opcode == ClientFrame.BINARY;
        return begins && extensions.startsWith("permessage-deflate") ? ClientFrame.COMPRESSED : 0;
    }

    /** The next frame, which must be a whole text message. */
    public String receiveText() {
        return expect(ClientFrame.TEXT).text();
    }

    /** The next frame, which must be a whole binary message. */
    public byte[] receiveBinary() {
        return expect(ClientFrame.BINARY).message();
    }

    /** The next frame, which must be a close frame. */
    public ServerFrame receiveClose() {
        return expect(ClientFrame.CLOSE);
    }

    /** The next frame, which must be final and of this opcode. */
    public ServerFrame expect(int opcode) {
        var frame = receive();
        if (frame.opcode() != opcode || !frame.fin()) {
            throw new AssertionError("expected a whole frame of opcode " + opcode + ", got " + frame);
        }
        return frame;
    }

    /**
     * Everything that the server has sent so far: sends a ping and collects what comes before its pong. A way to see that
     * nothing came without waiting for it; an answer the server has yet to think of is not seen.
     */
    public List<ServerFrame> receivedSoFar() {
        var probe = ("probe " + probes++).getBytes(StandardCharsets.UTF_8);
        send(ClientFrame.of(ClientFrame.PING, probe));
        var frames = new ArrayList<ServerFrame>();
        while (true) {
            var frame = receive();
            if (frame.opcode() == ClientFrame.PONG && Arrays.equals(frame.payload(), probe)) {
                return frames;
            }
            frames.add(frame);
        }
    }

    /** Answers the close frame that is to come next, if the server waits for that, and waits for the connection's end. */
    public ServerFrame closeBack() {
        var close = receiveClose();
        send(ClientFrame.of(ClientFrame.CLOSE, close.payload()));
        socket.awaitEnd();
        return close;
    }

    /** Leaves with a close frame, and waits for the server's; data on its way before that is forgotten. */
    public ServerFrame leave() {
        sendClose(1000, "");
        while (true) {
            var frame = receive();
            if (frame.opcode() == ClientFrame.CLOSE) {
                socket.awaitEnd();
                socket.close();
                return frame;
            }
        }
    }

    /** Reads on until the connection ends without a close frame; fails when one comes. */
    public void awaitEndWithoutClose() {
        try {
            while (true) {
                var frame = receive();
                if (frame.opcode() == ClientFrame.CLOSE) {
                    throw new AssertionError("a close frame: " + frame);
                }
            }
        } catch (UncheckedIOException ended) {
            socket.close();
        }
    }

    /** Closes the connection without a close frame: a FIN, or a RST when something was left unread. */
    @Override
    public void close() {
        socket.close();
    }

    private int length(int shortLength) {
        long length = shortLength;
        if (shortLength == LENGTH_16) {
            length = ByteBuffer.wrap(socket.read(2)).getShort() & 0xFFFF;
        } else if (shortLength == LENGTH_64) {
            length = ByteBuffer.wrap(socket.read(Long.BYTES)).getLong();
        }
        boolean minimal = shortLength == LENGTH_64 ? length >>> 16 != 0 : shortLength != LENGTH_16 || length > 125;
        if (!minimal || length != (int) length) {
            throw new AssertionError("a length of " + length + " from the server, encoded as " + shortLength);
        }
        return (int) length;
    }
}
