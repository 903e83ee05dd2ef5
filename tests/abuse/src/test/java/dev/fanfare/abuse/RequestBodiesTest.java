package dev.fanfare.abuse;

import dev.fanfare.testkit.client.RawHttp;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Request bodies that are never completed. */
@Tag("full")
class RequestBodiesTest {
    private static final int CONNECTIONS = 150;
    private static final int BODY_BYTES = 1 << 20;
    private static final Duration INTERVAL = Duration.ofMillis(20);

    @Test
    void unfinishedBodies_toAnUnknownPath_holdNoMemory() {
        leaveUnfinished("request-bodies-unknown", "/unknown");
    }

    @Test
    void unfinishedBodies_withoutAnApiKey_holdNoMemory() {
        leaveUnfinished("request-bodies-api", "/api/publish");
    }

    @Test
    void unfinishedBodies_toTheEmulationEndpoint_holdNoMemory() {
        leaveUnfinished("request-bodies-emulation", "/emulation");
    }

    private static void leaveUnfinished(String name, String path) {
        var head = RawHttp.request("POST " + path, "Content-Type: application/json", "Content-Length: " + BODY_BYTES);
        var body = new byte[BODY_BYTES - 1];
        Arrays.fill(body, (byte) ' ');
        AbuseBench.serve(name, ServerYaml.of()).withstands(attacker -> {
            for (int i = 0; i < CONNECTIONS && !attacker.isOver(); i++) {
                var socket = attacker.connect();
                socket.send(head);
                socket.send(body);
                attacker.deadline().pause(INTERVAL);
            }
        });
    }
}
