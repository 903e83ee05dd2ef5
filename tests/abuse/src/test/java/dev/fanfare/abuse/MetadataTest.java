package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Subscriptions to many channels without publications. */
@Tag("full")
class MetadataTest {
    private static final int CONNECTIONS = 8;
    private static final int NAMES = 200_000;
    private static final Duration DURATION = Duration.ofSeconds(20);
    private static final int CHANNELS_PER_FRAME = 100;
    private static final String LONG_NAME = "x".repeat(200);

    @Test
    void subscriptionsToManyNames_holdNoMemory() {
        AbuseBench.serve("metadata", ServerYaml.of()).lasting(DURATION).withstands(attacker -> {
            var sockets = attacker.webSockets(CONNECTIONS, Clients.ENDPOINT);
            sockets.forEach(socket -> socket.send(ClientFrame.text(Commands.connect("visitor"))));
            for (long channel = 0; channel < NAMES && !attacker.isOver(); channel += CHANNELS_PER_FRAME) {
                var socket = sockets.get((int) (channel / CHANNELS_PER_FRAME % sockets.size()));
                socket.send(ClientFrame.text(visits(channel)));
                socket.discard();
            }
        });
    }

    private static String visits(long first) {
        var commands = new StringBuilder();
        for (long channel = first; channel < first + CHANNELS_PER_FRAME; channel++) {
            var name = "news:" + LONG_NAME + channel;
            commands.append(Commands.subscribe(channel * 2 + 2, name)).append('\n');
            commands.append(Commands.unsubscribe(channel * 2 + 3, name)).append('\n');
        }
        return commands.toString().strip();
    }
}
