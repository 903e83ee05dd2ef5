package dev.fanfare.abuse;

import dev.fanfare.testkit.client.ClientFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compressed commands whose content the server could keep. */
@Tag("full")
class CommandDataTest {
    private static final int CONNECTIONS = 50;
    private static final int SUBSCRIPTIONS = 120;
    private static final int DATA_BYTES = 60_000;
    private static final int NAME_BYTES = 49_000;
    private static final int CONNECTIONS_FOR_NAMES = 8;
    private static final Duration DURATION = Duration.ofSeconds(20);

    @Test
    void subscriptions_withLargeData_holdNoMemory() {
        AbuseBench.serve("subscribe-data", ServerYaml.of()).lasting(DURATION).withstands(attacker -> {
            var frames = new ArrayList<byte[]>();
            for (int i = 0; i < SUBSCRIPTIONS; i++) {
                frames.add(deflated("{\"id\":" + (i + 2) + ",\"subscribe\":{\"channel\":\"steady:" + i
                        + "\",\"data\":\"" + " ".repeat(DATA_BYTES) + "\"}}"));
            }
            var sockets = attacker.webSockets(CONNECTIONS, Clients.ENDPOINT, Clients.COMPRESSION);
            sockets.forEach(socket -> socket.send(ClientFrame.text(Commands.connect("flood"))));
            for (var frame : frames) {
                for (var socket : sockets) {
                    socket.send(frame);
                    socket.discard();
                    attacker.pause();
                }
            }
            sockets.getLast().await("\"id\":" + (SUBSCRIPTIONS + 1));
        });
    }

    @Test
    void fieldNames_long_holdNoMemory() {
        AbuseBench.serve("field-names", ServerYaml.of()).withstands(attacker -> {
            for (long name = 0; !attacker.isOver(); name++) {
                int index = (int) (name % CONNECTIONS_FOR_NAMES);
                var socket = attacker.reopen(index, Clients.ENDPOINT, Clients.COMPRESSION);
                socket.send(deflated("{\"id\":1,\"connect\":{\"" + name + "x".repeat(NAME_BYTES) + "\":1}}"));
                socket.discard();
            }
        });
    }

    private static byte[] deflated(String command) {
        return ClientFrame.deflated(ClientFrame.TEXT, command.getBytes(StandardCharsets.US_ASCII))
                .bytes();
    }
}
