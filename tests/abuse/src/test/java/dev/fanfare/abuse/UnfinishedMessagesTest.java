package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages that are never completed. */
@Tag("full")
class UnfinishedMessagesTest {
    private static final String COMPRESSION = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final int CONNECTIONS = 2_500;

    @Test
    void unfinishedCompressedMessages_doNotHoldMemory() throws Exception {
        var frame = unfinished((64 << 10) - 1);
        AbuseBench.serve("unfinished-messages", ServerYaml.of()).withstands(attacker -> {
            for (int i = 0; i < CONNECTIONS && !attacker.isOver(); i++) {
                attacker.webSocket(Clients.ENDPOINT, COMPRESSION).send(frame);
            }
        });
    }

    /** A text frame without FIN that inflates to a number of bytes. */
    private static byte[] unfinished(int bytes) {
        return ClientFrame.deflated(ClientFrame.TEXT, " ".repeat(bytes).getBytes(StandardCharsets.US_ASCII))
                .notFinal()
                .bytes();
    }
}
