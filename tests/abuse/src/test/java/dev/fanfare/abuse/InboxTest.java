package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that the application does not receive. */
@Tag("full")
class InboxTest {
    private static final int CONNECTIONS = 16;
    private static final int MESSAGE_BYTES = 1 << 20;

    /** Pongs make the read buffer of the connection large; compressed messages fill it next. */
    @Test
    void compressedMessages_toABusyHandler_holdNoMemory(@TempDir Path files) {
        var bytes = join(pongs(5_000), messages(500));
        AbuseBench.embedded("inbox", files).withstands(attacker -> {
            var sockets = attacker.webSockets(CONNECTIONS, "/busy", Clients.COMPRESSION);
            var rests = sockets.stream().map(socket -> ByteBuffer.wrap(bytes)).toList();
            while (!attacker.isOver()) {
                for (int i = 0; i < sockets.size(); i++) {
                    sockets.get(i).offer(rests.get(i));
                }
                attacker.pause();
            }
        });
    }

    private static byte[] pongs(int count) {
        return repeated(ClientFrame.of(ClientFrame.PONG, new byte[125]), count);
    }

    private static byte[] messages(int count) {
        var message = " ".repeat(MESSAGE_BYTES).getBytes(StandardCharsets.US_ASCII);
        return repeated(ClientFrame.deflated(ClientFrame.TEXT, message), count);
    }

    private static byte[] repeated(ClientFrame frame, int count) {
        var frames = new ClientFrame[count];
        Arrays.fill(frames, frame);
        return RawWebSocket.join(frames);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
