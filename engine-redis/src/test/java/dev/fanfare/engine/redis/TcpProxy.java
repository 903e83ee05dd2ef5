package dev.fanfare.engine.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy between an engine and its server that simulates network faults. Thread-safe; its virtual threads end with their
 * sockets.
 */
final class TcpProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 8192;

    private enum Mode {
        /** Forwards everything. */
        OPEN,
        /** Accepts connections, but forwards nothing. */
        SILENT,
        /** Closes connections immediately. */
        CUT
    }

    private final ServerSocket acceptor;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.OPEN;

    /** Creates a proxy with its own port in front of a local port. */
    TcpProxy(int target) {
        this(listening(), target);
    }

    /** Creates a proxy for the connections of this socket. */
    TcpProxy(ServerSocket acceptor, int target) {
        this.acceptor = acceptor;
        this.target = target;
        Thread.startVirtualThread(this::accept);
    }

    String url() {
        return "redis://127.0.0.1:" + acceptor.getLocalPort();
    }

    /** Stops forwarding without closing the connections. */
    void silence() {
        mode = Mode.SILENT;
    }

    /** Forwards again. Connections that lost data are closed. */
    void open() {
        sockets.forEach(TcpProxy::closeQuietly);
        mode = Mode.OPEN;
    }

    /** Closes all current and new connections. */
    void cut() {
        mode = Mode.CUT;
        sockets.forEach(TcpProxy::closeQuietly);
    }

    @Override
    public void close() {
        cut();
        try {
            acceptor.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() {
        while (!acceptor.isClosed()) {
            try {
                connect(acceptor.accept());
            } catch (IOException ended) {
                // One connection failed, or the proxy was closed, which the loop detects.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (mode == Mode.CUT) {
            client.close();
            return;
        }
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        if (mode == Mode.CUT) {
            closeQuietly(client);
            closeQuietly(server);
        }
        Thread.startVirtualThread(() -> pump(client, server));
        Thread.startVirtualThread(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            copy(from.getInputStream(), to.getOutputStream());
        } catch (IOException ended) {
            // Both are closed below.
            closeQuietly(from);
        } finally {
            sockets.remove(from);
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (mode == Mode.OPEN) {
                out.write(buffer, 0, read);
            }
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
