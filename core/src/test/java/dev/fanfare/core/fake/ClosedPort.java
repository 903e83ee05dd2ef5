package dev.fanfare.core.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback address that refuses connections. A bound socket without a listener reserves it until {@link #close}, so
 * that no other program can listen on it. Thread-safe.
 */
public final class ClosedPort implements AutoCloseable {
    private final Socket reserved = new Socket();

    public ClosedPort() {
        try {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int number() {
        return reserved.getLocalPort();
    }

    @Override
    public void close() {
        try {
            reserved.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
