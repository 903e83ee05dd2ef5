package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.memory.MemorySettings;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats with their real settings, in no time. */
class HeartbeatTest {
    /** So that a client that stalls has the time to read why it was disconnected. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(1);

    private final MemoryTransport memory =
            new MemoryTransport(new MemorySettings(1, Duration.ofSeconds(10), 1 << 20, 1 << 20, CLOSE_TIMEOUT));
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, memory);

    @BeforeEach
    void serve() {
        app.websocket("/echo", ws -> ws.messages().forEach(ws::send));
        app.websocket("/busy", ws -> {
            ws.accept();
            ws.receive();
        });
        app.listen(8000);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void client_thatAnswersPings_stays() {
        var client = memory.connect("/busy");

        memory.advance(Duration.ofHours(1));

        client.receiveNothing();
    }

    /** The first ping is sent after 12.5 to 25 s. The client is disconnected 10 s later. */
    @Test
    void ping_unanswered_disconnectsAfterTenSeconds() {
        var client = memory.connect("/busy");
        client.ignorePings();

        memory.advance(Duration.ofMillis(22_400));
        client.receiveNothing();
        memory.advance(Duration.ofMillis(12_600));

        assertThat(client.receiveClose()).isEqualTo(new CloseReason(3012, "no pong"));
    }

    @Test
    void client_stalled_isDisconnected() {
        var client = memory.connectStalled("/busy");

        memory.advance(Duration.ofSeconds(35));
        client.resume();

        assertThat(client.receiveClose().code()).isEqualTo(3012);
    }

    @Test
    void client_thatSpeaksInsteadOfAnswering_stays() {
        var client = memory.connect("/echo");
        client.ignorePings();

        for (int i = 0; i < 100; i++) {
            memory.advance(Duration.ofSeconds(5));
            client.sendText("" + i);
            assertThat(client.receiveText()).isEqualTo("" + i);
        }
    }

    @Test
    void manyClients_areAllPingedWithinAnInterval() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(memory.connect("/busy"));
            clients.getLast().ignorePings();
        }

        memory.advance(Duration.ofSeconds(35));

        assertThat(clients)
                .allSatisfy(client -> assertThat(client.receiveClose().code()).isEqualTo(3012));
    }
}
