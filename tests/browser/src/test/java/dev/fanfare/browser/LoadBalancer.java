package dev.fanfare.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes connections to the port of one node at a time, so that the address of a page stays the same. Thread-safe. */
final class LoadBalancer implements AutoCloseable {
    private final ServerSocket server;
    private volatile int target;

    /** Starts with the node on this port. */
    LoadBalancer(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().name("balancer").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Passes later connections to another node. */
    void switchTo(int port) {
        target = port;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** The end of either connection ends the other one; a node that does not listen ends the client's. */
    private void connect(Socket client) {
        try (client;
                var node = new Socket(InetAddress.getLoopbackAddress(), target)) {
            var back = Thread.startVirtualThread(() -> copy(node, client));
            copy(client, node);
            back.join();
        } catch (IOException refused) {
            // The client's connection is closed.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // Both are closed.
        }
    }
}
