package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Presence queries of a channel with many clients. */
@Tag("full")
class PresenceTest {
    private static final int CLIENTS = 2_000;
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final int ATTACKERS = 2;
    private static final int QUERIES_PER_FRAME = 50;
    private static final String CHANNEL = "crowd:all";

    @Test
    void presenceQueries_delayNoOtherClient() {
        var enter = ClientFrame.text(Commands.connect("visitor") + "\n" + Commands.subscribe(2, CHANNEL))
                .bytes();
        var queries = new StringBuilder();
        for (int id = 3; id < QUERIES_PER_FRAME + 3; id++) {
            queries.append(Commands.presence(id, CHANNEL)).append('\n');
        }
        var ask = ClientFrame.text(queries.toString().strip()).bytes();
        AbuseBench.serve("presence", ServerYaml.of())
                .after(attacker -> {
                    attacker.webSockets(CLIENTS, Clients.ENDPOINT).forEach(socket -> socket.send(enter));
                    attacker.deadline().pause(SETTLED);
                })
                .withstands(attacker -> {
                    while (!attacker.isOver()) {
                        for (int i = 0; i < ATTACKERS; i++) {
                            var socket = attacker.reopen(i, Clients.ENDPOINT);
                            if (socket.sentAfterUpgrade() == 0) {
                                socket.send(enter);
                            }
                            socket.send(ask);
                            socket.discard();
                        }
                        attacker.pause();
                    }
                });
    }
}
