package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compressed messages that consist of empty final blocks (RFC 1951, 3.2.3). */
@Tag("full")
class InflaterTest {
    private static final int CONNECTIONS = 4;
    private static final int FRAME_BYTES = 60_000;
    /** BFINAL is set, the block has fixed Huffman codes, and the end of the block follows. */
    private static final byte FINAL_BLOCK = 3;
    /** The first byte of a close frame. */
    private static final String CLOSE_FRAME = "\u0088";

    @Test
    void emptyFinalBlocks_delayNoOtherClient() {
        var payload = new byte[FRAME_BYTES];
        for (int i = 0; i < payload.length; i += 2) {
            payload[i] = FINAL_BLOCK;
        }
        var frame = ClientFrame.of(ClientFrame.TEXT, payload)
                .withReserved(ClientFrame.COMPRESSED)
                .bytes();
        AbuseBench.serve("inflater", ServerYaml.of()).withstands(attacker -> {
            while (!attacker.isOver()) {
                var sockets = attacker.webSockets(CONNECTIONS, Clients.ENDPOINT, Clients.COMPRESSION);
                sockets.forEach(socket -> socket.send(frame));
                sockets.forEach(socket -> socket.await(CLOSE_FRAME));
                sockets.forEach(attacker::close);
            }
        });
    }
}
