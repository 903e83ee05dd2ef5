package dev.fanfare.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A minimal client for {@link WarmCommand}: a connection over loopback that sends HTTP requests, or text messages after the opening
 * handshake. Not a general client: it expects responses with a Content-Length and unfragmented text messages. Confined to one thread.
 */
final class WarmClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int MAX_LINE = 8192;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    WarmClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
    }

    /** Performs the opening handshake at this path. */
    void upgrade(String path) throws IOException {
        write("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        expect(readLine(), "HTTP/1.1 101");
        while (!readLine().isEmpty()) {
            // the header fields of the response are not used
        }
    }

    /** Sends requests without waiting, and then reads all responses. Each must have status 200. */
    void post(String path, String key, String body, int times) throws IOException {
        var length = body.getBytes(StandardCharsets.UTF_8).length;
        var request = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + body;
        write(request.repeat(times));
        for (var count = 0; count < times; count++) {
            readResponse();
        }
    }

    /** Sends a text message of at most 65,535 bytes, with a mask of zeros. */
    void send(String text) throws IOException {
        var payload = text.getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(payload.length + 8).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) 0xFE).putShort((short) payload.length);
        }
        out.write(frame.putInt(0).put(payload).array(), 0, frame.position());
    }

    /** Reads messages until this number of them contain the text. */
    void await(String text, int times) throws IOException {
        for (var left = times; left > 0; ) {
            left -= occurrences(readMessage(), text);
        }
    }

    private static int occurrences(String message, String text) {
        var count = 0;
        for (var at = message.indexOf(text); at >= 0; at = message.indexOf(text, at + 1)) {
            count++;
        }
        return count;
    }

    private String readMessage() throws IOException {
        var first = in.readUnsignedByte();
        if ((first & 0x0F) == 8) {
            throw new IOException("the server has closed the connection");
        }
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return new String(in.readNBytes(Math.toIntExact(length)), StandardCharsets.UTF_8);
    }

    private void readResponse() throws IOException {
        expect(readLine(), "HTTP/1.1 200");
        var length = 0;
        for (var line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
    }

    private static void expect(String line, String start) throws IOException {
        if (!line.startsWith(start)) {
            throw new IOException("expected " + start + ", got '" + line + "'");
        }
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > MAX_LINE) {
                throw new EOFException("the response ends in '" + line + "'");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
