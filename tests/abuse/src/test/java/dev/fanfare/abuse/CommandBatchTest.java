package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.ClientFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compressed frames of many commands that exceed the rate limit. */
@Tag("full")
class CommandBatchTest {
    private static final int CONNECTIONS = 8;
    private static final int COMMANDS_PER_FRAME = 1_200;
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final int MAX_AMPLIFICATION = 20;

    @Test
    void refusedCommands_areNotAmplified() {
        var commands = (Commands.unsubscribe(2, "chat:a") + "\n").repeat(COMMANDS_PER_FRAME);
        var frame = ClientFrame.deflated(ClientFrame.TEXT, commands.strip().getBytes(StandardCharsets.US_ASCII))
                .bytes();
        var connect = ClientFrame.text(Commands.connect("flood")).bytes();
        AbuseBench.serve("command-batches", ServerYaml.of(ServerYaml.RATE_LIMITS))
                .withstands(attacker -> {
                    while (!attacker.isOver()) {
                        for (int i = 0; i < CONNECTIONS; i++) {
                            var socket = attacker.reopen(i, Clients.ENDPOINT, Clients.COMPRESSION);
                            if (socket.sentAfterUpgrade() == 0) {
                                socket.send(connect);
                            }
                            socket.send(frame);
                            socket.discard();
                        }
                        attacker.deadline().pause(INTERVAL);
                    }
                    assertThat(attacker.received()).isLessThan(attacker.sent() * MAX_AMPLIFICATION);
                });
    }
}
