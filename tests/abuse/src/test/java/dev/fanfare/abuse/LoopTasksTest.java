package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.RawWebSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages whose handlers submit many tasks to the event loops. */
@Tag("full")
class LoopTasksTest {
    private static final int CONNECTIONS = 32;
    private static final int MESSAGES_PER_WRITE = 200;
    private static final int MEMBERS = 500;
    private static final int SENDERS = 4;

    @Test
    void echoFlood_delaysNoOtherClient(@TempDir Path files) {
        AbuseBench.embedded("echo-flood", files).withstands(attacker -> {
            var sockets = attacker.webSockets(CONNECTIONS, "/echo");
            flood(attacker, sockets);
        });
    }

    @Test
    void eventFlood_delaysNoOtherClient(@TempDir Path files) {
        AbuseBench.embedded("event-flood", files)
                .after(attacker -> attacker.webSockets(MEMBERS, "/member"))
                .withstands(attacker -> flood(attacker, attacker.webSockets(SENDERS, "/sender")));
    }

    private static void flood(Attacker attacker, List<HostileSocket> sockets) {
        var frames = new ClientFrame[MESSAGES_PER_WRITE];
        Arrays.fill(frames, ClientFrame.text("x"));
        var bytes = RawWebSocket.join(frames);
        while (!attacker.isOver()) {
            for (var socket : sockets) {
                socket.offerWhole(bytes);
                socket.discard();
            }
            attacker.pause();
        }
    }
}
