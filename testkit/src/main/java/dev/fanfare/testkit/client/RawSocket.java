package dev.fanfare.testkit.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A TCP connection to the server under test. Not thread-safe, except that one thread may send while another one
 * receives.
 */
public final class RawSocket implements AutoCloseable {
    /** The timeout of a read. */
    public static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** The way in which a connection ended. */
    public enum End {
        /** The server closed its side of the connection. */
        FINISHED,
        /** The connection was reset. */
        RESET
    }

    private final Socket socket;
    private final InputStream in;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a server. */
    public static RawSocket connect(InetSocketAddress address) {
        return connect(new Socket(), address);
    }

    /** Connects with a receive buffer of about this size, so that a client that does not read stalls soon. */
    public static RawSocket connect(InetSocketAddress address, int receiveBufferBytes) {
        var socket = new Socket();
        try {
            // Before connecting, because the window is negotiated then.
            socket.setReceiveBufferSize(receiveBufferBytes);
        } catch (SocketException failure) {
            throw new UncheckedIOException(failure);
        }
        return connect(socket, address);
    }

    private static RawSocket connect(Socket socket, InetSocketAddress address) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.connect(address, (int) TIMEOUT.toMillis());
            return new RawSocket(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Connects with TLS; the context must trust the server.
     *
     * @throws UncheckedIOException if the handshake fails
     */
    public static RawSocket connect(InetSocketAddress address, SSLContext tls, int receiveBufferBytes) {
        var plain = connect(address, receiveBufferBytes).socket;
        try {
            var encrypted = (SSLSocket)
                    tls.getSocketFactory().createSocket(plain, address.getHostString(), address.getPort(), true);
            encrypted.startHandshake();
            return new RawSocket(encrypted);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Disables the timeout of reads, for a reader on its own thread. */
    public void neverTimeOut() {
        try {
            socket.setSoTimeout(0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends the bytes at once. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends the bytes one by one, usually each in its own packet. */
    public void sendDribbling(byte[] bytes) {
        for (var b : bytes) {
            send(new byte[] {b});
        }
    }

    /**
     * Reads the next byte.
     *
     * @throws UncheckedIOException with an {@link EOFException} as its cause if the server has closed the connection,
     *     with another cause if it was reset
     * @throws AssertionError on timeout
     */
    public int read() {
        try {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the server has closed the connection");
            }
            return b;
        } catch (SocketTimeoutException late) {
            throw new AssertionError("nothing arrived within " + TIMEOUT, late);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads a number of bytes as {@link #read()} does. */
    public byte[] read(int count) {
        try {
            var bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException("the server has closed the connection after " + bytes.length + " of " + count);
            }
            return bytes;
        } catch (SocketTimeoutException late) {
            throw new AssertionError("not " + count + " bytes within " + TIMEOUT, late);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads until the server closes the connection; fails on timeout. */
    public byte[] readToEnd() {
        var bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
            return bytes.toByteArray();
        } catch (SocketTimeoutException late) {
            throw new AssertionError("the connection did not end within " + TIMEOUT, late);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Discards everything until the connection ends and returns how it ended; fails on timeout. */
    public End awaitEnd() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return End.FINISHED;
        } catch (SocketTimeoutException late) {
            throw new AssertionError("the connection did not end within " + TIMEOUT, late);
        } catch (IOException reset) {
            return End.RESET;
        }
    }

    /** Sends a FIN; the client can still read. */
    public void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Resets the connection, like a crashed machine or a broken network. Has no effect once it is closed. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closed) {
            // A check before would race with a thread that closes it.
        }
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the local port, which identifies the client. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Closes the connection. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
