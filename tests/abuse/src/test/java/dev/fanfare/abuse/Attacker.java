package dev.fanfare.abuse;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The sockets of an attack, which stay open until the memory of the server is measured. Confined to one thread. An attack ends at a
 * deadline.
 */
final class Attacker implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;
    /** The number of handshakes at the same time. */
    private static final int BATCH = 50;

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final InetSocketAddress address;
    private final Deadline deadline;
    private final List<HostileSocket> sockets = new ArrayList<>();
    private final Map<Integer, HostileSocket> reopened = new HashMap<>();
    private long closed;
    private long closedSent;
    private long closedReceived;

    Attacker(InetSocketAddress address, Duration duration) {
        this.address = address;
        this.deadline = Deadline.after(duration);
    }

    InetSocketAddress address() {
        return address;
    }

    Deadline deadline() {
        return deadline;
    }

    boolean isOver() {
        return deadline.isOver();
    }

    /** Opens a connection. */
    HostileSocket connect() {
        return connect(0);
    }

    /** Opens a connection with a receive buffer of about this size. */
    HostileSocket connect(int receiveBufferBytes) {
        var socket = HostileSocket.connect(address, deadline, buffer, receiveBufferBytes);
        sockets.add(socket);
        return socket;
    }

    /** Opens a WebSocket. */
    HostileSocket webSocket(String path, String... headers) {
        return webSockets(1, path, headers).getFirst();
    }

    /** Opens WebSockets. Some are not open if the attack ends first. */
    List<HostileSocket> webSockets(int count, String path, String... headers) {
        return webSockets(count, 0, path, headers);
    }

    /** Opens WebSockets with receive buffers of about this size. */
    List<HostileSocket> webSockets(int count, int receiveBufferBytes, String path, String... headers) {
        var opened = new ArrayList<HostileSocket>();
        while (opened.size() < count) {
            var batch = Stream.generate(() -> connect(receiveBufferBytes))
                    .limit(Math.min(BATCH, count - opened.size()))
                    .toList();
            batch.forEach(socket -> socket.requestUpgrade(path, headers));
            batch.forEach(HostileSocket::awaitUpgrade);
            opened.addAll(batch);
        }
        return opened;
    }

    /** Returns a connection by its index; replaces it if the server has closed it. */
    HostileSocket reopen(int index) {
        return reopen(index, this::connect);
    }

    /** Returns a WebSocket by its index; replaces it if the server has closed it. */
    HostileSocket reopen(int index, String path, String... headers) {
        return reopen(index, () -> webSocket(path, headers));
    }

    private HostileSocket reopen(int index, Supplier<HostileSocket> opening) {
        var socket = reopened.get(index);
        if (socket == null || !socket.isOpen()) {
            if (socket != null) {
                close(socket);
            }
            socket = opening.get();
            reopened.put(index, socket);
        }
        return socket;
    }

    /** Closes a connection; its bytes still count. */
    void close(HostileSocket socket) {
        socket.close();
        sockets.remove(socket);
        closed++;
        closedSent += socket.sent();
        closedReceived += socket.received();
    }

    /** Waits a moment, so that the attacker itself does not use up a processor. */
    void pause() {
        deadline.pause(PAUSE);
    }

    /** The connections so far. */
    List<HostileSocket> sockets() {
        return List.copyOf(sockets);
    }

    /** The number of connections that the server has not closed. */
    long open() {
        sockets.forEach(HostileSocket::discard);
        return sockets.stream().filter(HostileSocket::isOpen).count();
    }

    /** The number of bytes that all connections have sent. */
    long sent() {
        return closedSent + sockets.stream().mapToLong(HostileSocket::sent).sum();
    }

    /** The number of bytes that all connections have received. */
    long received() {
        return closedReceived
                + sockets.stream().mapToLong(HostileSocket::received).sum();
    }

    @Override
    public String toString() {
        return "%d of %d connections are open, %,d bytes sent, %,d bytes received"
                .formatted(open(), closed + sockets.size(), sent(), received());
    }

    @Override
    public void close() {
        sockets.forEach(HostileSocket::close);
    }
}
