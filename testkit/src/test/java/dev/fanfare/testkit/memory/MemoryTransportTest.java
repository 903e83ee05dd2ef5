package dev.fanfare.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.app.HandshakeRefusedException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The memory transport behaves like the socket transport. */
class MemoryTransportTest {
    private final EchoServer server = new EchoServer();
    private final MemoryTransport memory = new MemoryTransport(MemorySettings.DEFAULTS.withMaxMessageBytes(100_000));

    @BeforeEach
    void listen() {
        memory.listen(InetSocketAddress.createUnresolved("localhost", 80), server);
    }

    @AfterEach
    void stop() {
        memory.close();
    }

    @Test
    void client_talks() {
        var client = memory.connect("/x");
        client.sendText("hello");
        client.sendBytes(new byte[] {1, 2});

        assertThat(client.receiveText()).isEqualTo("hello");
        assertThat(client.receiveBytes()).containsExactly(1, 2);
        assertThat(client.subprotocol()).contains("chat");
        client.receiveNothing();
    }

    @Test
    void sendTogether_messages_areReadTogether() {
        var client = memory.connect("/");
        client.sendTogether("1", "22", "333");
        memory.advance(Duration.ZERO);

        assertThat(server.events).containsExactly("message 1", "message 2", "message 3", "read complete");
    }

    @Test
    void listener_throws_losesTheClient() {
        var other = new MemoryTransport();
        other.listen(InetSocketAddress.createUnresolved("localhost", 80), server);
        var client = other.connect("/");
        client.sendTogether("fail", "not heard");

        assertThat(client.receiveClose()).isEqualTo(CloseReason.lost());
        other.advance(Duration.ZERO);
        assertThat(server.events).containsExactly("message 4", "closed 1006 ");
        assertThatThrownBy(other::close).hasRootCauseMessage("on purpose");
    }

    @Test
    void refusal_hasStatusHeadersAndBody() {
        assertThatThrownBy(() -> memory.connect("/refused"))
                .isInstanceOfSatisfying(HandshakeRefusedException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(402);
                    assertThat(refused.response().header("X-Price")).contains("10");
                    assertThat(refused.response().text()).isEqualTo("pay first");
                });
    }

    @Test
    void handler_throws_is500() {
        assertThatThrownBy(() -> memory.connect("/failing"))
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(500));
        assertThat(memory.get("/failing").status()).isEqualTo(500);
    }

    @Test
    void handshake_notAnswered_is503AfterTimeout() {
        var client = memory.begin("/silent");
        memory.advance(Duration.ofMillis(9_999));
        client.receiveNothing();
        memory.advance(Duration.ofMillis(1));

        assertThatThrownBy(client::accepted)
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(503));
        assertThat(Objects.requireNonNull(server.silent).isAnswered()).isTrue();
    }

    @Test
    void client_leavesUnanswered_countsAsAnswered() {
        memory.begin("/silent").lose();
        memory.advance(Duration.ZERO);

        assertThat(Objects.requireNonNull(server.silent).isAnswered()).isTrue();
        assertThat(memory.awaitClosed(Duration.ZERO)).isTrue();
    }

    @Test
    void send_beforeResponse_isQueued() {
        var client = memory.begin("/silent");
        client.sendText("early");
        memory.advance(Duration.ZERO);
        assertThat(server.events).isEmpty();
        client.lose();
    }

    @Test
    void request_isAnswered() {
        assertThat(memory.request("PUT", "/a%20b?c=d", new byte[3], "X-Me: you").text())
                .isEqualTo("PUT /a%20b c=d you 3");
        assertThat(memory.request("HEAD", "/", new byte[0]).body()).isEmpty();
        assertThat(memory.post("/", "body").header("content-length")).contains("11");
        assertThat(memory.request("POST", "/", new byte[(1 << 20) + 1]).status())
                .isEqualTo(413);
    }

    @Test
    void close_byClient_isAnswered() {
        var client = memory.connect("/");
        client.close(4000, "bye");

        assertThat(client.closeReason()).isEqualTo(new CloseReason(4000, "bye"));
        assertThat(server.events).contains("closed 4000 bye");
    }

    @Test
    void close_invalidCode_isAViolation() {
        var client = memory.connect("/");
        client.close(999, "");

        assertThat(client.closeReason().code()).isEqualTo(1002);
        assertThat(server.events).contains("closed 1002 invalid close code 999");
    }

    @Test
    void close_byServer_isAnswered() {
        var client = memory.connect("/");
        client.sendText("close");

        assertThat(client.receiveClose()).isEqualTo(new CloseReason(4001, "as you like"));
        memory.advance(Duration.ZERO);
        assertThat(server.events).contains("closed 4001 as you like");
    }

    @Test
    void close_withoutCode_is1005() {
        var client = memory.connect("/");
        client.sendText("close silently");

        assertThat(client.receiveClose().code()).isEqualTo(1005);
    }

    @Test
    void close_stalledClient_endsAfterTimeout() {
        var client = memory.connect("/");
        client.stall();
        client.sendText("close");
        memory.advance(Duration.ofMillis(4_999));
        assertThat(memory.awaitClosed(Duration.ZERO)).isFalse();
        memory.advance(Duration.ofMillis(1));

        assertThat(memory.awaitClosed(Duration.ZERO)).isTrue();
        assertThat(server.events).contains("closed 1006 ");
    }

    @Test
    void client_lost_is1006() {
        var client = memory.connect("/");
        client.lose();
        memory.advance(Duration.ZERO);

        assertThat(client.closeReason().code()).isEqualTo(1006);
        assertThat(server.events).contains("closed 1006 ");
    }

    @Test
    void message_tooLong_is1009() {
        var client = memory.connect("/");
        client.sendBytes(new byte[100_000]);
        assertThat(client.receiveBytes()).hasSize(100_000);
        client.sendBytes(new byte[100_001]);

        assertThat(client.receiveClose()).isEqualTo(new CloseReason(1009, "message is longer than 100000 bytes"));
    }

    @Test
    void ping_stalledOrIgnoring_isNotAnswered() {
        var client = memory.connect("/");
        client.sendText("ping");
        memory.advance(Duration.ZERO);
        assertThat(server.events).contains("pong");
        server.events.clear();

        client.stall();
        client.sendText("ping");
        memory.advance(Duration.ZERO);
        assertThat(server.events).doesNotContain("pong");
        client.resume();
        memory.advance(Duration.ZERO);
        assertThat(server.events).contains("pong");
        server.events.clear();

        client.ignorePings();
        client.sendText("ping");
        memory.advance(Duration.ZERO);
        assertThat(server.events).doesNotContain("pong");
    }

    @Test
    void stall_connection_isNotWritable() {
        var client = memory.connectStalled("/");
        client.sendText("flood");
        memory.advance(Duration.ZERO);
        assertThat(server.events).contains("flooded 7").doesNotContain("writable");
        client.receiveNothing();

        client.resume();
        for (int i = 0; i < 7; i++) {
            assertThat(client.receiveBytes()).hasSize(10_000);
        }
        memory.advance(Duration.ZERO);
        assertThat(server.events).contains("writable");
    }

    @Test
    void pauseReading_messages_waitUntilResume() {
        var client = memory.connect("/");
        client.sendTogether("pause", "later");
        client.receiveNothing();
        client.sendBytes(new byte[100_000]);
        client.sendBytes(new byte[100_000]);
        assertThatThrownBy(() -> client.timeout(Duration.ofMillis(20)).sendBytes(new byte[100_000]))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not read");

        Connection paused = Objects.requireNonNull(server.last);
        paused.loop().execute(paused::resumeReading);
        assertThat(client.timeout(Duration.ofSeconds(5)).receiveText()).isEqualTo("later");
        assertThat(client.receiveBytes()).hasSize(100_000);
        assertThat(client.receiveBytes()).hasSize(100_000);
    }

    @Test
    void advance_timers_runInOrder() {
        var loop = memory.loops().getFirst();
        loop.schedule(Duration.ofSeconds(2), () -> server.events.add("second at " + loop.nanoTime()));
        loop.schedule(Duration.ofSeconds(1), () -> {
            server.events.add("first at " + loop.nanoTime());
            loop.schedule(Duration.ofSeconds(1), () -> server.events.add("third at " + loop.nanoTime()));
        });
        loop.schedule(Duration.ofSeconds(1), () -> server.events.add("never")).cancel();

        memory.advance(Duration.ofSeconds(10));

        assertThat(server.events).containsExactly("first at 1000000000", "second at 2000000000", "third at 2000000000");
        assertThat(loop.nanoTime()).isEqualTo(10_000_000_000L);
    }

    @Test
    void advance_onLoop_isRejected() {
        var loop = memory.loops().getFirst();
        loop.execute(() ->
                assertThatThrownBy(() -> memory.advance(Duration.ZERO)).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void close_clients_areLostAndNewOnesRejected() {
        var client = memory.connect("/");
        memory.close();

        assertThat(client.closeReason().code()).isEqualTo(1006);
        assertThatThrownBy(() -> memory.connect("/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not listen");
    }

    @Test
    void close_taskFailed_throws() {
        var failing = new MemoryTransport();
        failing.loops().getFirst().execute(() -> {
            throw new IllegalStateException("on purpose");
        });

        assertThatThrownBy(failing::close).hasRootCauseMessage("on purpose");
    }
}
