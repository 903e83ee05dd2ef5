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
    /** These pauses result in one to two megabits of messages per second. */
    private static final Duration PAUSE_AFTER_SMALL = Duration.ofMillis(1);

    private static final Duration PAUSE_AFTER_LARGE = Duration.ofMillis(10);
    private static final int SMALL_BYTES = (64 << 10) - 1;
    private static final int LARGE_BYTES = (1 << 20) - 1;

    @Test
    void unfinishedMessages_toThePushServer_holdNoMemory() {
        AbuseBench.serve("unfinished-messages-serve", ServerYaml.of())
                .lasting(DURATION)
                .after(attacker -> attacker.webSockets(2_000, Clients.ENDPOINT, Clients.COMPRESSION))
                .withstands(attacker -> leaveUnfinished(attacker, SMALL_BYTES, PAUSE_AFTER_SMALL));
    }

    @Test
    void unfinishedMessages_toAnApplication_holdNoMemory(@TempDir Path files) {
        AbuseBench.embedded("unfinished-messages-embedded", files)
                .lasting(DURATION)
                .after(attacker -> attacker.webSockets(400, "/echo", Clients.COMPRESSION))
                .withstands(attacker -> leaveUnfinished(attacker, LARGE_BYTES, PAUSE_AFTER_LARGE));
    }

    /** Sends text frames without FIN that inflate to a number of bytes. */
    private static void leaveUnfinished(Attacker attacker, int bytes, Duration pause) {
        var message = " ".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        var frame = ClientFrame.deflated(ClientFrame.TEXT, message).notFinal().bytes();
        for (var socket : attacker.sockets()) {
            socket.send(frame);
            attacker.deadline().pause(pause);
        }
        attacker.deadline().pause(HELD);
    }
}
