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
 * Stands between an engine and its server, and does to the connections what networks do. Thread-safe; its threads are virtual
 * ones that end with their sockets.
 */
final class TcpProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 8192;

    private enum Mode {
        /** Everything passes. */
        OPEN,
        /** Connections are accepted and stay, and nothing passes. */
        SILENT,
        /** Connections are closed as soon as they come. */
        CUT
    }

    private final ServerSocket acceptor;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.OPEN;

    /** A proxy on a port of its own before a local one. */
    TcpProxy(int target) {
        this(listening(), target);
    }

    /** A proxy that takes what this socket accepts. */
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

    /** Everything passes again; what was swallowed is lost, and its connections with it. */
    void open() {
        sockets.forEach(TcpProxy::closeQuietly);
        mode = Mode.OPEN;
    }

    /** All connections are closed, and so are new ones. */
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
                // One connection failed, or the proxy was closed, which the loop sees.
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
            // Closing both is all that is to be done.
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
