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

/** A TCP connection to the server under test. Not thread-safe, but one thread may send while another receives. */
public final class RawSocket implements AutoCloseable {
    /** How long a read waits before it fails the test. */
    public static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** How a connection ended, as its reader saw it. */
    public enum End {
        /** The server closed its side in order. */
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

    /** Connects. */
    public static RawSocket connect(InetSocketAddress address) {
        return connect(new Socket(), address);
    }

    /** Connects with a receive buffer of about so many bytes, so that a client that does not read stalls soon. */
    public static RawSocket connect(InetSocketAddress address, int receiveBufferBytes) {
        var socket = new Socket();
        try {
            // Before connecting, or the window is agreed on already.
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
     * Connects and encrypts; the server has to be one whom the context trusts.
     *
     * @throws UncheckedIOException when the two do not agree
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

    /** Lets reads wait for ever from now on, for a reader on a thread of its own. */
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

    /** Sends the bytes one by one, each in a packet of its own as far as the network pleases. */
    public void sendDribbling(byte[] bytes) {
        for (var b : bytes) {
            send(new byte[] {b});
        }
    }

    /**
     * The next byte.
     *
     * @throws UncheckedIOException of an {@link EOFException} when the server has closed, of another when it has reset
     * @throws AssertionError when nothing comes in time
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

    /** So many bytes, as {@link #read()} reads one. */
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

    /** Everything until the server closes; fails when it does not. */
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

    /** Reads and forgets everything until the connection ends, and says how; fails when it does not end in time. */
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

    /** Sends a FIN: nothing more will be sent, but the client goes on reading. */
    public void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the connection with a RST, as a crashed machine or a broken network does. Does nothing when it is closed. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closed) {
            // Asking first would leave time for another thread to close it.
        }
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The client's own port, to tell it from others. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Closes without ado. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
