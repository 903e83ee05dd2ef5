package dev.fanfare.testkit.client;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A WebSocket client without automatic behavior: it does not answer pings or close frames, and reads only on request.
 * Not thread-safe, except that one thread may send while another one receives. Frames of the server are checked for
 * validity.
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
     * Connects and performs the handshake. Each further header is {@code Name: value}.
     *
     * @throws UpgradeRefusedException with the response if the status is not 101
     */
    public static RawWebSocket open(InetSocketAddress address, String path, String... headers) {
        return open(RawSocket.connect(address), path, headers);
    }

    /** Performs the handshake on an open connection, for example with a small receive buffer. */
    public static RawWebSocket open(RawSocket socket, String path, String... headers) {
        var http = RawHttp.over(socket);
        http.send(Handshake.request(path, headers));
        return accepted(http);
    }

    /** Reads the 101 response to a handshake that was already sent, possibly followed by frames. */
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

    /** Creates a client whose handshake was already answered and checked, without extensions. */
    public static RawWebSocket opened(RawHttp http) {
        return new RawWebSocket(http.socket(), "");
    }

    /** Returns the negotiated extensions; empty if there are none. */
    public String extensions() {
        return extensions;
    }

    /** Returns the underlying connection. */
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

    /** Sends a close frame and keeps the connection open for the answer. */
    public void sendClose(int code, String reason) {
        send(ClientFrame.close(code, reason));
    }

    /** Returns the concatenated frames. */
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

    /** Returns the next frame; fails on timeout or if the connection ends first. */
    public ServerFrame receive() {
        int first = socket.read();
        int second = socket.read();
        if ((first & RESERVED_BITS & ~lawfulBits(first)) != 0 || (second & MASKED) != 0) {
            throw new AssertionError("invalid frame header %02x %02x from the server".formatted(first, second));
        }
        var payload = socket.read(length(second & ~MASKED));
        return new ServerFrame((first & FIN) != 0, (first & ClientFrame.COMPRESSED) != 0, first & 0x0F, payload);
    }

    /** RFC 7692, 6: with the extension, messages may start with this bit. */
    private int lawfulBits(int first) {
        int opcode = first & 0x0F;
        boolean begins = opcode == ClientFrame.TEXT || opcode == ClientFrame.BINARY;
        return begins && extensions.startsWith("permessage-deflate") ? ClientFrame.COMPRESSED : 0;
    }

    /** Returns the next frame, which must be a complete text message. */
    public String receiveText() {
        return expect(ClientFrame.TEXT).text();
    }

    /** Returns the next frame, which must be a complete binary message. */
    public byte[] receiveBinary() {
        return expect(ClientFrame.BINARY).message();
    }

    /** Returns the next frame, which must be a close frame. */
    public ServerFrame receiveClose() {
        return expect(ClientFrame.CLOSE);
    }

    /** Returns the next frame, which must be final and have this opcode. */
    public ServerFrame expect(int opcode) {
        var frame = receive();
        if (frame.opcode() != opcode || !frame.fin()) {
            throw new AssertionError("expected a complete frame with opcode " + opcode + ", got " + frame);
        }
        return frame;
    }

    /**
     * Sends a ping and returns the frames that arrive before its pong, so that a test can verify without waiting that
     * nothing arrived. Replies that the server has not produced yet are not included.
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

    /** Answers the close frame that must arrive next and waits for the end of the connection. */
    public ServerFrame closeBack() {
        var close = receiveClose();
        send(ClientFrame.of(ClientFrame.CLOSE, close.payload()));
        socket.awaitEnd();
        return close;
    }

    /** Sends a close frame and waits for the server's; frames before it are discarded. */
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

    /** Reads until the connection ends without a close frame; fails if one arrives. */
    public void awaitEndWithoutClose() {
        try {
            while (true) {
                var frame = receive();
                if (frame.opcode() == ClientFrame.CLOSE) {
                    throw new AssertionError("unexpected close frame: " + frame);
                }
            }
        } catch (UncheckedIOException ended) {
            socket.close();
        }
    }

    /** Closes the connection without a close frame: with a FIN, or with a RST if unread data is left. */
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
            throw new AssertionError(
                    "invalid length encoding: a length of " + length + " from the server, encoded as " + shortLength);
        }
        return (int) length;
    }
}
