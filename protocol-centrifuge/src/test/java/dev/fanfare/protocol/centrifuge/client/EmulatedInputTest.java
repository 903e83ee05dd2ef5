package dev.fanfare.protocol.centrifuge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeConnection;
import dev.fanfare.core.fake.IgnoringListener;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests for a client whose loop does not keep up. */
class EmulatedInputTest {
    private static final Payload REQUEST = Payload.text("x".repeat(744));
    private static final int SIZE = 1_000;

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
    private final FakeConnection connection = new FakeConnection(loop);
    private final Session session = node.open(connection, opened -> new IgnoringListener());
    private final List<Payload> taken = new ArrayList<>();

    @Test
    void add_withinTheBounds_keepsTheOrder() {
        var input = input(10 * SIZE, 10 * SIZE);
        for (int i = 0; i < 100; i++) {
            input.add(REQUEST);
            loop.runAll();
        }

        assertThat(taken).hasSize(100);
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void add_ownBoundExceeded_disconnects() {
        var input = input(10 * SIZE, 100 * SIZE);

        addMany(input);

        assertThat(taken).hasSizeLessThanOrEqualTo(10);
        assertThat(connection.closeReason()).contains(DisconnectReason.TOO_MANY_REQUESTS.reason());
    }

    @Test
    void add_nodeBudgetExceeded_disconnects() {
        var input = input(100 * SIZE, 10 * SIZE);

        addMany(input);

        assertThat(taken).hasSizeLessThanOrEqualTo(10);
        assertThat(connection.closeReason()).contains(DisconnectReason.OVERLOADED.reason());
    }

    private void addMany(EmulatedInput input) {
        for (int i = 0; i < 50; i++) {
            input.add(REQUEST);
        }
        assertThat(loop.tasksWaiting()).isLessThanOrEqualTo(11);
        loop.runAll();
    }

    private EmulatedInput input(long ownBytes, long nodeBytes) {
        connection.listen(session);
        var governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.INBOXES, nodeBytes));
        return new EmulatedInput(session, taken::add, governor.budget(MemoryKind.INBOXES), ownBytes);
    }
}
