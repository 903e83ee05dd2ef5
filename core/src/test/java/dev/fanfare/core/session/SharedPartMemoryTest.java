package dev.fanfare.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryBudget;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.budget.MemoryLimits;
import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeClient;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.MessagePart;
import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.channel.Kind;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The memory of replies that share a part, in the budget of the node. */
class SharedPartMemoryTest {
    private static final int CLIENTS = 100;
    private static final int PART_BYTES = 20_000;
    private static final int OWN_BYTES = 100;
    /** The most that a client may count for its own bytes. */
    private static final int MAX_OWN_BYTES = OWN_BYTES + Outbox.OVERHEAD_BYTES;

    private final MessagePart part = MessagePart.shared(new byte[PART_BYTES]);
    private final VirtualLoop loop = new VirtualLoop();
    private final VirtualLoop otherLoop = new VirtualLoop(loop.time());
    private final Node node = new Node(List.of(loop, otherLoop), Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);
    private MemoryGovernor governor = MemoryGovernor.unlimited();

    @Test
    void part_queuedForManyClients_countsOnce() {
        var clients = clients(SharedPartMemoryTest::stall);
        clients.forEach(client -> reply(client, part));

        assertThat(used())
                .isBetween((long) PART_BYTES + CLIENTS * OWN_BYTES, (long) PART_BYTES + CLIENTS * MAX_OWN_BYTES);
        clients.subList(0, CLIENTS / 2).forEach(client -> client.connection().lose());
        assertThat(used()).isGreaterThanOrEqualTo(PART_BYTES);
        clients.subList(CLIENTS / 2, CLIENTS)
                .forEach(client -> client.connection().resume());
        assertThat(clients.getLast().connection().frames().getLast().size()).isEqualTo(OWN_BYTES + PART_BYTES);
        assertThat(used()).isZero();
    }

    @Test
    void part_inManyTransports_countsOnce() {
        var clients = clients(SharedPartMemoryTest::stallAtNextWrite);
        clients.forEach(client -> reply(client, part));

        assertThat(clients)
                .allSatisfy(client -> assertThat(client.connection().frames()).hasSize(1));
        assertThat(used())
                .isBetween((long) PART_BYTES + CLIENTS * OWN_BYTES, (long) PART_BYTES + CLIENTS * MAX_OWN_BYTES);
        clients.subList(0, CLIENTS / 2).forEach(client -> client.connection().lose());
        assertThat(used()).isGreaterThanOrEqualTo(PART_BYTES);
        clients.subList(CLIENTS / 2, CLIENTS)
                .forEach(client -> client.connection().resume());
        assertThat(used()).isZero();
    }

    @Test
    void part_inTransportsOfTwoLoops_countsForEachLoop() {
        var first = client(loop, SharedPartMemoryTest::stallAtNextWrite);
        var second = client(otherLoop, SharedPartMemoryTest::stallAtNextWrite);
        reply(first, part);
        reply(second, part);

        assertThat(used()).isGreaterThanOrEqualTo(2 * PART_BYTES);
        first.connection().resume();
        second.connection().resume();
        assertThat(used()).isZero();
    }

    @Test
    void part_thatTheTransportsCopy_countsForEachClient() {
        var clients = clients(SharedPartMemoryTest::stallAtNextWrite);
        clients.forEach(client -> client.connection().copyUnsent());
        clients.forEach(client -> reply(client, part));

        assertThat(used()).isGreaterThanOrEqualTo((long) CLIENTS * PART_BYTES);
        clients.forEach(client -> client.connection().resume());
        assertThat(used()).isZero();
    }

    @Test
    void ownPart_countsForEachClient() {
        var clients = clients(SharedPartMemoryTest::stall);
        clients.forEach(client -> reply(client, MessagePart.own(part.bytes())));

        assertThat(used()).isGreaterThanOrEqualTo((long) CLIENTS * PART_BYTES);
    }

    @Test
    void part_ofAClientWithoutPong_isReleased() {
        var client = client(loop, SharedPartMemoryTest::stall);
        reply(client, part);

        var settings = NodeSettings.DEFAULTS.session();
        loop.advance(settings.pingInterval().plus(settings.pongTimeout()).multipliedBy(2));
        loop.runAll();

        assertThat(client.connection().closeReason()).isPresent();
        assertThat(used()).isZero();
    }

    @Test
    void part_thatIsNotFlushedInTime_isReleased() {
        var client = client(loop, SharedPartMemoryTest::stall);
        reply(client, part);

        client.session().disconnect(DisconnectReason.FORCED);
        assertThat(used()).isGreaterThanOrEqualTo(PART_BYTES);
        loop.advance(Duration.ofMinutes(1));
        loop.runAll();

        assertThat(client.connection().closeReason()).contains(DisconnectReason.FORCED.reason());
        assertThat(used()).isZero();
    }

    @Test
    void unsentPart_ofAClosingSession_countsUntilTheEndOfTheConnection() {
        var client = client(loop, SharedPartMemoryTest::stallAtNextWrite);
        reply(client, part);

        client.session().disconnect(DisconnectReason.FORCED);
        assertThat(client.connection().closeReason()).isPresent();
        assertThat(used()).isGreaterThanOrEqualTo(PART_BYTES);
        loop.runAll();
        assertThat(used()).isZero();
    }

    @Test
    void parts_withoutMemoryForAll_areRefusedAndReleased() {
        limit(PART_BYTES + 10_000);
        var client = client(loop, SharedPartMemoryTest::stall);
        reply(client, part, MessagePart.shared(new byte[PART_BYTES]));

        assertThat(client.connection().closeReason()).contains(DisconnectReason.OVERLOADED.reason());
        assertThat(used()).isZero();
    }

    @Test
    void part_thatAnotherClientHolds_isQueuedWithoutMemoryForACopy() {
        limit(PART_BYTES + 10_000);
        var first = client(loop, SharedPartMemoryTest::stall);
        var second = client(loop, SharedPartMemoryTest::stall);
        reply(first, part);
        reply(second, part);

        assertThat(first.session().isOpen()).isTrue();
        assertThat(second.session().isOpen()).isTrue();
    }

    @Test
    void unsentPart_withoutMemoryForItsBuffer_disconnectsTheClient() {
        limit(PART_BYTES + 10_000);
        var queued = client(loop, SharedPartMemoryTest::stall);
        var sending = client(loop, SharedPartMemoryTest::stallAtNextWrite);
        reply(queued, part);
        reply(sending, part);

        assertThat(queued.session().isOpen()).isTrue();
        assertThat(sending.connection().closeReason()).contains(DisconnectReason.OVERLOADED.reason());
        assertThat(used()).as("what the transport holds").isGreaterThanOrEqualTo(2 * PART_BYTES);
        loop.runAll();
        queued.connection().resume();
        assertThat(used()).isZero();
    }

    private void limit(long bytes) {
        governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.OUTBOXES, bytes));
    }

    private long used() {
        return budget().used();
    }

    private MemoryBudget budget() {
        return governor.budget(MemoryKind.OUTBOXES);
    }

    private List<FakeClient> clients(Consumer<FakeClient> state) {
        var clients = new ArrayList<FakeClient>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(client(loop, state));
        }
        return clients;
    }

    private FakeClient client(VirtualLoop on, Consumer<FakeClient> state) {
        var client = FakeClient.connect(node, on, governor);
        on.runAll();
        state.accept(client);
        return client;
    }

    private static void stall(FakeClient client) {
        client.connection().stall();
    }

    /** The transport accepts the next write, and cannot send it. */
    private static void stallAtNextWrite(FakeClient client) {
        client.connection().onWrite(client.connection()::stall);
    }

    private static void reply(FakeClient client, MessagePart... parts) {
        client.session().send(Frame.of(new byte[OWN_BYTES], new MessageParts(Kind.TEXT, List.of(parts))));
    }
}
