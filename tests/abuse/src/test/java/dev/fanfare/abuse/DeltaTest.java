package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that subscribe to many channels with deltas, and publish large data that differs from the previous data. */
@Tag("full")
class DeltaTest {
    private static final int CONNECTIONS = 40;
    private static final int CHANNELS = 100;
    private static final int DATA_BYTES = 60_000;
    private static final Duration DURATION = Duration.ofSeconds(15);
    private static final Duration INTERVAL = Duration.ofMillis(2);

    @Test
    void basesOfDeltas_leaveMemoryForOthers() {
        AbuseBench.serve("deltas", ServerYaml.of(ServerYaml.RATE_LIMITS))
                .lasting(DURATION)
                .withstands(attacker -> {
                    var sockets = attacker.webSockets(CONNECTIONS, Clients.ENDPOINT, Clients.COMPRESSION);
                    for (int i = 0; i < sockets.size(); i++) {
                        sockets.get(i).send(ClientFrame.text(subscriptions(i)));
                    }
                    for (int round = 0; !attacker.isOver(); round++) {
                        for (int i = 0; i < sockets.size(); i++) {
                            sockets.get(i).send(publication(i, round));
                            sockets.get(i).discard();
                            attacker.deadline().pause(INTERVAL);
                        }
                    }
                });
    }

    private static String subscriptions(int socket) {
        var commands = new StringBuilder(Commands.connect("visitor"));
        for (int channel = 0; channel < CHANNELS; channel++) {
            commands.append('\n').append(Commands.subscribeWithDeltas(channel + 2L, channel(socket, channel)));
        }
        return commands.toString();
    }

    /** Returns a publication to the next channel of the socket. */
    private static byte[] publication(int socket, int round) {
        var letter = Character.toString('a' + round / CHANNELS);
        var data = "{\"text\":\"" + letter.repeat(DATA_BYTES) + "\"}";
        var command = Commands.publish(1_000, channel(socket, round % CHANNELS), data);
        return ClientFrame.deflated(ClientFrame.TEXT, command.getBytes(StandardCharsets.US_ASCII))
                .bytes();
    }

    private static String channel(int socket, int channel) {
        return "deltas:" + socket + "-" + channel;
    }
}
