package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that request large replies and do not read them. */
@Tag("full")
class StalledReadersTest {
    private static final int CONNECTIONS = 2_000;
    private static final int RECEIVE_BUFFER_BYTES = 4 << 10;
    private static final int DATA_BYTES = 60_000;
    private static final int REPLIES = 2;
    private static final String CHANNEL = "chat:large";
    private static final Duration DURATION = Duration.ofSeconds(15);
    private static final Duration HELD = Duration.ofSeconds(3);
    /** Results in about one megabit of requests per second. */
    private static final Duration PAUSE = Duration.ofMillis(4);

    @Test
    void repliesThatAreNotRead_leaveDirectMemoryForOthers() {
        var commands = new StringBuilder(Commands.connect("reader") + "\n" + Commands.subscribe(2, CHANNEL));
        for (int id = 3; id < REPLIES + 3; id++) {
            commands.append('\n').append(Commands.history(id, CHANNEL, 1));
        }
        var requests = ClientFrame.text(commands.toString());
        AbuseBench.serve("stalled-readers", ServerYaml.of())
                .lasting(DURATION)
                .after(attacker -> {
                    PushApi.publish(attacker.address(), CHANNEL, "{\"text\":\"" + "x".repeat(DATA_BYTES) + "\"}");
                    attacker.webSockets(CONNECTIONS, RECEIVE_BUFFER_BYTES, Clients.ENDPOINT);
                })
                .withstands(attacker -> {
                    for (var socket : attacker.sockets()) {
                        socket.send(requests);
                        attacker.deadline().pause(PAUSE);
                    }
                    attacker.deadline().pause(HELD);
                });
    }
}
