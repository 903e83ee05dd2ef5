package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are never completed. */
@Tag("full")
class UnfinishedMessagesTest {
    private static final Duration DURATION = Duration.ofSeconds(15);
    private static final Duration HELD = Duration.ofSeconds(3);
    private static final int SMALL_BYTES = (64 << 10) - 1;
    private static final int LARGE_BYTES = (1 << 20) - 1;

    @Test
    void unfinishedMessages_toThePushServer_holdNoMemory() {
        AbuseBench.serve("unfinished-messages-serve", ServerYaml.of())
                .lasting(DURATION)
                .withstands(attacker -> leaveUnfinished(attacker, Clients.ENDPOINT, SMALL_BYTES, 2_000));
    }

    @Test
    void unfinishedMessages_toAnApplication_holdNoMemory(@TempDir Path files) {
        AbuseBench.embedded("unfinished-messages-embedded", files)
                .lasting(DURATION)
                .withstands(attacker -> leaveUnfinished(attacker, "/echo", LARGE_BYTES, 400));
    }

    /** Sends text frames without FIN that inflate to a number of bytes. */
    private static void leaveUnfinished(Attacker attacker, String path, int bytes, int connections) {
        var message = " ".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        var frame = ClientFrame.deflated(ClientFrame.TEXT, message).notFinal().bytes();
        attacker.webSockets(connections, path, Clients.COMPRESSION).forEach(socket -> socket.send(frame));
        attacker.deadline().pause(HELD);
    }
}
