package dev.fanfare.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pings, and clients that do not answer them. */
class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofSeconds(25);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** The resolution of the wheel. */
    private static final Duration TICK = INTERVAL.dividedBy(50);

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = node(INTERVAL);

    @Test
    void pings_startAfterHalfToOneInterval() {
        var random = new Random(1);
        var clients = new ArrayList<Opened>();
        for (int i = 0; i < 100; i++) {
            var client = connect();
            client.connection().onWrite(() -> loop.execute(client.connection()::pong));
            clients.add(new Opened(client, loop.nanoTime()));
            loop.advance(Duration.ofMillis(random.nextInt(700)));
        }

        loop.advance(INTERVAL.multipliedBy(5));

        assertThat(clients).allSatisfy(opened -> {
            var pings = opened.client().connection().pingNanoTimes();
            assertThat(pings).hasSizeGreaterThanOrEqualTo(5);
            var first = Duration.ofNanos(pings.getFirst() - opened.nanoTime());
            assertThat(first).isBetween(INTERVAL.dividedBy(2), INTERVAL);
            for (int i = 1; i < pings.size(); i++) {
                assertThat(pings.get(i) - pings.get(i - 1)).isEqualTo(INTERVAL.toNanos());
            }
            assertThat(opened.client().session().isOpen()).isTrue();
        });
    }

    @Test
    void pings_sessionsOpenedTogether_areSpread() {
        var clients = IntStream.range(0, 1_000).mapToObj(i -> connect()).toList();

        loop.advance(INTERVAL);

        var moments = clients.stream()
                .flatMap(client -> client.connection().pingNanoTimes().stream())
                .distinct();
        assertThat(moments.count()).isGreaterThan(20);
    }

    @Test
    void silence_afterPing_disconnectsAfterTimeout() {
        var client = connect();
        advanceToPing(client);
        client.connection().stall();

        loop.advance(TIMEOUT.minus(TICK));
        assertThat(client.connection().closeReason()).isEmpty();
        loop.advance(TICK.multipliedBy(2));

        assertThat(client.connection().closeReason()).contains(new CloseReason(3012, "no pong"));
        assertThat(client.session().isOpen()).isFalse();
    }

    @Test
    void pong_inTime_keepsTheSession() {
        var client = connect();
        advanceToPing(client);

        client.connection().pong();
        loop.advance(INTERVAL.minus(TICK));

        assertThat(client.session().isOpen()).isTrue();
    }

    @Test
    void message_afterPing_countsAsPong() {
        var client = connect();
        advanceToPing(client);

        client.connection().receiveText("I am here");
        loop.advance(INTERVAL.minus(TICK));

        assertThat(client.session().isOpen()).isTrue();
    }

    @Test
    void message_beforePing_doesNotCount() {
        var client = connect();
        client.connection().receiveText("I am here");
        advanceToPing(client);

        loop.advance(TIMEOUT.plus(TICK));

        assertThat(client.connection().closeReason()).contains(DisconnectReason.NO_PONG.reason());
    }

    @Test
    void pauseReading_unanswered_isNotDisconnected() {
        var beforePing = connect();
        var afterPing = connect();
        beforePing.session().pauseReading();
        advanceToPing(afterPing);
        afterPing.session().pauseReading();

        loop.advance(INTERVAL.multipliedBy(3));

        assertThat(beforePing.session().isOpen()).isTrue();
        assertThat(afterPing.session().isOpen()).isTrue();
        assertThat(beforePing.connection().isReadingPaused()).isTrue();
    }

    @Test
    void resumeReading_unanswered_disconnects() {
        var client = connect();
        client.session().pauseReading();
        loop.advance(INTERVAL.multipliedBy(2));
        client.session().resumeReading();

        assertThat(client.connection().isReadingPaused()).isFalse();
        loop.advance(INTERVAL.plus(TIMEOUT).plus(TICK));

        assertThat(client.connection().closeReason()).contains(DisconnectReason.NO_PONG.reason());
    }

    @Test
    void timers_manySessions_areOnePerLoop() {
        assertThat(loop.timers()).isZero();

        var clients = IntStream.range(0, 500).mapToObj(i -> connect()).toList();
        assertThat(loop.timers()).isEqualTo(1);
        clients.forEach(client -> client.connection().onWrite(() -> loop.execute(client.connection()::pong)));
        loop.advance(INTERVAL.multipliedBy(2));
        assertThat(loop.timers()).isEqualTo(1);

        clients.forEach(client -> client.connection().lose());
        loop.advance(TICK);
        assertThat(loop.timers()).isZero();

        connect();
        assertThat(loop.timers()).isEqualTo(1);
    }

    @Test
    void pingInterval_zero_hasNoTimers() {
        var client = FakeClient.connect(node(Duration.ZERO), loop);

        assertThat(loop.timers()).isZero();
        loop.advance(INTERVAL.multipliedBy(4));

        assertThat(client.connection().frames()).isEmpty();
        assertThat(client.session().isOpen()).isTrue();
    }

    private record Opened(FakeClient client, long nanoTime) {}

    private Node node(Duration interval) {
        var settings = new SessionSettings(1 << 20, 10, interval, TIMEOUT, Duration.ofSeconds(5));
        return new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS.withSession(settings), Metrics.NONE);
    }

    private FakeClient connect() {
        return FakeClient.connect(node, loop);
    }

    private void advanceToPing(FakeClient client) {
        while (client.connection().pingNanoTimes().isEmpty()) {
            loop.advance(TICK);
        }
    }
}
