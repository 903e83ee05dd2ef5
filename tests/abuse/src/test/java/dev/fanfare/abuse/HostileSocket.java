package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.Handshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A connection of an attacker that never waits longer than the attack. Confined to one thread. After the server has closed the
 * connection, or refused it, all methods have no effect.
 */
final class HostileSocket implements AutoCloseable {
    private static final int CONNECT_MILLIS = 1_000;
    private static final long PAUSE_NANOS = 200_000;
    private static final int MAX_TAIL = 1 << 16;

    private final SocketChannel channel;
    private final Deadline deadline;
    private final ByteBuffer buffer;
    private boolean open;
    private long sent;
    private long received;
    private long handshakeBytes;
    private @Nullable ByteBuffer unsent;

    private HostileSocket(SocketChannel channel, Deadline deadline, ByteBuffer buffer) {
        this.channel = channel;
        this.deadline = deadline;
        this.buffer = buffer;
    }

    /**
     * Connects; the socket is not open if the server refuses the connection.
     *
     * @param deadline end of the attack
     * @param buffer a buffer that all connections of the thread share
     * @param receiveBufferBytes size of the receive buffer; 0 for the default
     */
    static HostileSocket connect(
            InetSocketAddress address, Deadline deadline, ByteBuffer buffer, int receiveBufferBytes) {
        try {
            var socket = new HostileSocket(SocketChannel.open(), deadline, buffer);
            socket.connect(address, receiveBufferBytes);
            return socket;
        } catch (IOException failure) {
            throw new AssertionError("no more sockets are available", failure);
        }
    }

    private void connect(InetSocketAddress address, int receiveBufferBytes) {
        try {
            Socket socket = channel.socket();
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setTcpNoDelay(true);
            socket.connect(address, CONNECT_MILLIS);
            channel.configureBlocking(false);
            open = true;
        } catch (IOException refused) {
            close();
        }
    }

    /** Sends a WebSocket handshake. */
    void requestUpgrade(String path, String... headers) {
        send(Handshake.request(path, headers));
        handshakeBytes = sent;
    }

    /** Waits for the response to the handshake; closes the socket if the server refuses it. */
    void awaitUpgrade() {
        if (!await("\r\n\r\n").contains(" 101 ")) {
            close();
        }
    }

    /** The number of bytes that were sent after the handshake. */
    long sentAfterUpgrade() {
        return sent - handshakeBytes;
    }

    boolean isOpen() {
        return open;
    }

    /** The number of bytes that were sent. */
    long sent() {
        return sent;
    }

    /** The number of bytes that were received. */
    long received() {
        return received;
    }

    /** Sends a text of one byte per character. */
    boolean send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a WebSocket frame. */
    boolean send(ClientFrame frame) {
        return send(frame.bytes());
    }

    /** Sends all bytes and waits while the server does not read; returns false if the connection or the attack has ended. */
    boolean send(byte[] bytes) {
        var rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            int count = offer(rest);
            if (!open || (count == 0 && deadline.isOver())) {
                return false;
            }
            if (count == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return true;
    }

    /** Sends as many bytes as the kernel accepts at once and returns their number. */
    int offer(ByteBuffer bytes) {
        if (!open) {
            return 0;
        }
        try {
            int count = channel.write(bytes);
            sent += count;
            return count;
        } catch (IOException closed) {
            close();
            return 0;
        }
    }

    /**
     * Sends as much of a message as the kernel accepts at once. If a rest is left, the next call sends the rest instead of its message.
     */
    void offerWhole(byte[] bytes) {
        var rest = unsent;
        if (rest == null || !rest.hasRemaining()) {
            rest = ByteBuffer.wrap(bytes);
        }
        offer(rest);
        unsent = rest;
    }

    /** Discards what has arrived and returns the number of bytes. */
    long discard() {
        long count = 0;
        while (read() > 0) {
            count += buffer.position();
        }
        return count;
    }

    /** Reads until a text arrives and returns the last bytes up to then; empty if the connection or the attack ends first. */
    String await(String text) {
        var tail = new StringBuilder();
        while (open && !deadline.isOver()) {
            if (read() == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
                continue;
            }
            tail.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            if (tail.indexOf(text) >= 0) {
                return tail.toString();
            }
            tail.delete(0, Math.max(0, tail.length() - MAX_TAIL));
        }
        return "";
    }

    private int read() {
        if (!open) {
            return 0;
        }
        try {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                close();
                return 0;
            }
            received += count;
            return count;
        } catch (IOException closed) {
            close();
            return 0;
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            channel.close();
        } catch (IOException failure) {
            throw new AssertionError("cannot close a socket", failure);
        }
    }
}
