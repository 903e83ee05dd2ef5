package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.net.InetSocketAddress;

/** The well-behaved clients. Stateless. */
final class Clients {
    /** The endpoint of Centrifuge clients. */
    static final String ENDPOINT = "/connection/websocket";

    private static final String CHANNEL = "steady:clock";

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
                throw new AssertionError("the server has closed the connection: " + frame);
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
}
