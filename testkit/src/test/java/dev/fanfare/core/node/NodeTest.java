package dev.fanfare.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.Metrics;
import dev.fanfare.core.session.Disconnect;
import dev.fanfare.testkit.Engines;
import dev.fanfare.testkit.FakeClient;
import dev.fanfare.testkit.FakeConnection;
import dev.fanfare.testkit.VirtualLoop;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeTest {
    private final List<VirtualLoop> loops = List.of(new VirtualLoop(), new VirtualLoop());
    private final Node node = new Node(loops, Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);

    @Test
    void disconnectAll_endsTheSessionsOfAllLoops() {
        var clients = IntStream.range(0, 10)
                .mapToObj(i -> FakeClient.connect(node, loops.get(i % 2)))
                .toList();

        var done = node.disconnectAll().toCompletableFuture();
        loops.getFirst().runAll();
        assertThat(done).isNotDone();
        loops.getLast().runAll();

        assertThat(done).isCompleted();
        assertThat(clients)
                .allSatisfy(
                        client -> assertThat(client.connection().closeReason()).contains(Disconnect.SHUTDOWN.reason()));
    }

    @Test
    void open_afterDisconnectAll_endsTheSessionToo() {
        node.disconnectAll();

        var late = FakeClient.connect(node, loops.getFirst());
        loops.getFirst().runAll();

        assertThat(late.connection().closeReason()).contains(Disconnect.SHUTDOWN.reason());
    }

    @Test
    void open_whoseListenerCantBeMade_leavesNoSession() {
        var loop = loops.getFirst();
        assertThatThrownBy(() -> node.open(new FakeConnection(loop), session -> {
                    throw new IllegalStateException("no listener");
                }))
                .hasMessage("no listener");
        var sound = FakeClient.connect(node, loop);

        var done = node.disconnectAll().toCompletableFuture();
        loops.forEach(VirtualLoop::runAll);

        assertThat(done).isCompleted();
        assertThat(sound.connection().closeReason()).contains(Disconnect.SHUTDOWN.reason());
    }

    @Test
    void open_onAForeignLoop_isRefused() {
        assertThatThrownBy(() -> FakeClient.connect(node, new VirtualLoop())).hasMessageContaining("not a loop");
    }
}
