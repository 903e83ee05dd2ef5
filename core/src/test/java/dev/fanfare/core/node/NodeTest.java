package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.FakeConnection;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.fake.VirtualTime;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeTest {
    private final List<VirtualLoop> loops = List.of(new VirtualLoop(), new VirtualLoop());
    private final Node node = new Node(loops, Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);

    @Test
    void disconnectAll_allLoops_endsSessions() {
        var clients = IntStream.range(0, 10)
                .mapToObj(i -> FakeClient.connect(node, loops.get(i % 2)))
                .toList();

        var done = node.disconnectAll().toCompletableFuture();
        loops.getFirst().runAll();
        assertThat(done).isNotDone();
        loops.getLast().runAll();

        assertThat(done).isCompleted();
        assertThat(clients)
                .allSatisfy(client ->
                        assertThat(client.connection().closeReason()).contains(DisconnectReason.SHUTDOWN.reason()));
    }

    @Test
    void open_afterDisconnectAll_endsTheSession() {
        node.disconnectAll();

        var late = FakeClient.connect(node, loops.getFirst());
        loops.getFirst().runAll();

        assertThat(late.connection().closeReason()).contains(DisconnectReason.SHUTDOWN.reason());
    }

    @Test
    void disconnectAll_overPeriod_spreadsOldAndEndsNew() {
        var time = new VirtualTime();
        var loop = new VirtualLoop(time);
        var draining = new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);
        var clients = IntStream.range(0, 10)
                .mapToObj(i -> FakeClient.connect(draining, loop))
                .toList();
        var left = FakeClient.connect(draining, loop);

        var done = draining.disconnectAll(DisconnectReason.RESTART.reason(), Duration.ofSeconds(10))
                .toCompletableFuture();
        loop.runAll();
        left.connection().lose();
        time.advance(Duration.ofSeconds(5));
        loop.runAll();
        assertThat(clients.stream()
                        .filter(client -> client.connection().closeReason().isPresent())
                        .count())
                .isBetween(4L, 6L);
        var late = FakeClient.connect(draining, loop);
        loop.runAll();
        assertThat(late.connection().closeReason()).contains(DisconnectReason.RESTART.reason());
        assertThat(done).isNotDone();
        time.advance(Duration.ofSeconds(5));
        loop.runAll();

        assertThat(done).isCompleted();
        assertThat(clients)
                .allSatisfy(client ->
                        assertThat(client.connection().closeReason()).contains(DisconnectReason.RESTART.reason()));
    }

    @Test
    void open_listenerFails_leavesNoSession() {
        var loop = loops.getFirst();
        assertThatThrownBy(() -> node.open(new FakeConnection(loop), session -> {
                    throw new IllegalStateException("no listener");
                }))
                .hasMessage("no listener");
        var sound = FakeClient.connect(node, loop);

        var done = node.disconnectAll().toCompletableFuture();
        loops.forEach(VirtualLoop::runAll);

        assertThat(done).isCompleted();
        assertThat(sound.connection().closeReason()).contains(DisconnectReason.SHUTDOWN.reason());
    }

    @Test
    void open_foreignLoop_isRejected() {
        assertThatThrownBy(() -> FakeClient.connect(node, new VirtualLoop()))
                .hasMessageContaining("not an event loop of this node");
    }
}
