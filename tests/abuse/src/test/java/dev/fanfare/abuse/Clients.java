package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.testkit.client.ServerFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** The well-behaved clients. Stateless. */
final class Clients {
    /** The endpoint of Centrifuge clients. */
    static final String ENDPOINT = "/connection/websocket";

    private static final String CHANNEL = "steady:clock";

    /** Close code of a connection without a connect in time. */
    private static final int STALE = 3502;

    private Clients() {}

    /** The header of a client that supports compression. */
    static final String COMPRESSION = "Sec-WebSocket-Extensions: permessage-deflate";

    /** Opens a socket that echoes. */
    static RawWebSocket echo(InetSocketAddress address) {
        return RawWebSocket.open(address, "/echo");
    }

    /** Sends a message and waits for its echo. */
    static void roundTrip(RawWebSocket socket, long number) {
        socket.send("message " + number);
        awaitText(socket, "message " + number);
    }

    /** Opens a Centrifuge connection that is subscribed to its own channel. */
    static RawWebSocket publisher(InetSocketAddress address) {
        var socket = RawWebSocket.open(address, ENDPOINT);
        socket.send(Commands.connect("steady") + "\n" + Commands.subscribe(2, CHANNEL));
        awaitText(socket, "\"id\":2");
        return socket;
    }

    /** Publishes and waits for the publication. */
    static void publish(RawWebSocket socket, long number) {
        var data = "{\"number\":" + number + "}";
        socket.send(Commands.publish(number + 2, CHANNEL, data));
        awaitText(socket, data);
    }

    /** Waits for a text and answers the pings of the protocol. */
    static String awaitText(RawWebSocket socket, String text) {
        while (true) {
            var frame = socket.receive();
            if (frame.opcode() == ClientFrame.CLOSE) {
                throw closed(frame);
            }
            if (frame.opcode() == ClientFrame.PING) {
                socket.send(ClientFrame.of(ClientFrame.PONG, frame.payload()));
            } else if (frame.text().equals("{}")) {
                socket.send("{}");
            } else if (frame.text().contains(text)) {
                return frame.text();
            }
        }
    }

    /**
     * Returns the exception for a connection that the server has closed.
     *
     * @return an {@link UncheckedIOException} if the connect was late, which a busy machine can cause
     * @throws AssertionError for every other reason
     */
    static UncheckedIOException closed(ServerFrame close) {
        var message = "the server has closed the connection: " + close;
        if (close.closeCode() != STALE) {
            throw new AssertionError(message);
        }
        return new UncheckedIOException(new IOException(message));
    }
}
