package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.Deflated;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compressed messages that consist of empty final blocks (RFC 1951, 3.2.3). */
@Tag("full")
class InflaterTest {
    private static final int CONNECTIONS = 4;
    private static final int FRAME_BYTES = 60_000;
    private static final int WINDOW_BYTES = 32 << 10;
    /** The end of a block, which RFC 7692, 7.2.1 removes from a message. */
    private static final int SYNC_FLUSH = 0x0000FFFF;
    /** BFINAL is set, the block has fixed Huffman codes, and the end of the block follows. */
    private static final byte FINAL_BLOCK = 3;
    /** The first byte of a close frame. */
    private static final String CLOSE_FRAME = "\u0088";

    @Test
    void emptyFinalBlocks_delayNoOtherClient() {
        var frame = ClientFrame.of(ClientFrame.TEXT, payload())
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

    /** Fills the window of the inflater, so that each final block copies it. */
    private static byte[] payload() {
        var payload = ByteBuffer.allocate(FRAME_BYTES);
        payload.put(Deflated.deflate(" ".repeat(WINDOW_BYTES).getBytes(StandardCharsets.US_ASCII)));
        payload.putInt(SYNC_FLUSH);
        while (payload.remaining() > 1) {
            payload.put(FINAL_BLOCK).put((byte) 0);
        }
        return Arrays.copyOf(payload.array(), payload.position());
    }
}
