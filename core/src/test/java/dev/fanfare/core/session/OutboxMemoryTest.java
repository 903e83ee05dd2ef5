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
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.model.monitoring.Metrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory of outboxes in the budget of the node. */
class OutboxMemoryTest {
    private static final int MESSAGE_BYTES = 10_000;

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = new Node(List.of(loop), Engines.memory(), NodeSettings.DEFAULTS, Metrics.NONE);

    @Test
    void publications_forManySlowClients_areCountedOnce() {
        var governor = MemoryGovernor.unlimited();
        var clients = new ArrayList<FakeClient>();
        for (int i = 0; i < 100; i++) {
            clients.add(stalled("news", governor));
        }
        for (int i = 0; i < 10; i++) {
            publish("news");
        }

        assertThat(used(governor)).isBetween(10L * MESSAGE_BYTES, 10L * MESSAGE_BYTES + 100 * 10 * 70);
        clients.forEach(client -> client.connection().resume());
        assertThat(used(governor)).isZero();
    }

    @Test
    void replies_toASlowClient_areCountedForEachClient() {
        var governor = MemoryGovernor.unlimited();
        var first = stalled("news", governor);
        var second = stalled("news", governor);
        first.reply("x".repeat(MESSAGE_BYTES));
        second.reply("x".repeat(MESSAGE_BYTES));

        assertThat(used(governor)).isGreaterThanOrEqualTo(2L * MESSAGE_BYTES);
        first.connection().lose();
        second.connection().lose();
        assertThat(used(governor)).isZero();
    }

    @Test
    void largeReply_inTheTransport_isCounted() {
        var governor = MemoryGovernor.unlimited();
        var client = FakeClient.connect(node, loop, governor);
        client.connection().onWrite(client.connection()::stall);
        client.reply("x".repeat(1_000_000));
        loop.runAll();

        assertThat(client.connection().messages()).hasSize(1);
        assertThat(used(governor)).isGreaterThanOrEqualTo(1_000_000);
        client.connection().resume();
        assertThat(used(governor)).isZero();
    }

    @Test
    void queuedPublications_joinedInTheTransport_areCountedForEachClient() {
        var governor = MemoryGovernor.unlimited();
        var clients = List.of(stalled("news", governor), stalled("news", governor));
        publish("news");
        for (var client : clients) {
            client.connection().onWrite(client.connection()::stall);
            client.connection().resume();
        }

        assertThat(used(governor)).isGreaterThanOrEqualTo(2L * MESSAGE_BYTES);
        clients.forEach(client -> client.connection().resume());
        assertThat(used(governor)).isZero();
    }

    @Test
    void queuedPublication_withoutMemoryForItsCopy_disconnectsTheClient() {
        var governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.OUTBOXES, 30_000));
        var clients = List.of(stalled("news", governor), stalled("news", governor));
        publish("news");
        assertThat(budget(governor).tryReserve(15_000)).isTrue();
        var client = clients.getFirst();
        client.connection().onWrite(client.connection()::stall);
        client.connection().resume();

        assertThat(client.connection().closeReason()).contains(DisconnectReason.OVERLOADED.reason());
        assertThat(clients.getLast().session().isOpen()).isTrue();
    }

    @Test
    void publication_thatStallsItsReceivers_isCountedOnce() {
        var governor = MemoryGovernor.unlimited();
        var clients = stalling("news", 100, governor);
        publish("news");

        assertThat(clients).allSatisfy(client -> assertThat(client.texts()).hasSize(1));
        assertThat(used(governor)).isBetween((long) MESSAGE_BYTES, MESSAGE_BYTES + 1_000L);
        clients.subList(0, 50).forEach(client -> client.connection().lose());
        assertThat(used(governor)).isGreaterThanOrEqualTo(MESSAGE_BYTES);
        clients.subList(50, 100).forEach(client -> client.connection().resume());
        assertThat(used(governor)).isZero();
    }

    @Test
    void publication_thatTheTransportsCopy_isCountedForEachReceiver() {
        var governor = MemoryGovernor.unlimited();
        var clients = stalling("news", 100, governor);
        clients.forEach(client -> client.connection().copyUnsent());
        publish("news");

        assertThat(used(governor)).isGreaterThanOrEqualTo(100L * MESSAGE_BYTES);
        clients.forEach(client -> client.connection().resume());
        assertThat(used(governor)).isZero();
    }

    @Test
    void unsentPublication_ofAClosingSession_countsUntilTheEndOfTheConnection() {
        var governor = MemoryGovernor.unlimited();
        var client = stalling("news", 1, governor).getFirst();
        publish("news");

        client.session().disconnect(DisconnectReason.FORCED);
        assertThat(client.connection().closeReason()).isPresent();
        assertThat(used(governor)).isGreaterThanOrEqualTo(MESSAGE_BYTES);
        loop.runAll();
        assertThat(used(governor)).isZero();
    }

    @Test
    void publication_withoutMemory_disconnectsTheReceiverThatItStalls() {
        var governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.OUTBOXES, 30_000));
        assertThat(budget(governor).tryReserve(25_000)).isTrue();
        var client = stalling("news", 1, governor).getFirst();
        publish("news");

        assertThat(client.connection().closeReason()).contains(DisconnectReason.OVERLOADED.reason());
        loop.runAll();
        assertThat(used(governor)).isEqualTo(25_000);
    }

    @Test
    void publications_withoutMemory_disconnectTheSlowClient() {
        var governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.OUTBOXES, 30_000));
        var budget = budget(governor);
        assertThat(budget.tryReserve(12_000)).isTrue();
        var slow = stalled("news", governor);
        publish("news");
        assertThat(slow.session().isOpen()).isTrue();

        publish("news");

        assertThat(slow.connection().closeReason()).contains(DisconnectReason.OVERLOADED.reason());
        assertThat(budget.used()).isEqualTo(12_000);
    }

    @Test
    void largestOutbox_aboveTheHighWaterMark_isShed() {
        var governor = new MemoryGovernor(MemoryLimits.NONE.with(MemoryKind.OUTBOXES, 100_000));
        var small = stalled("quiet", governor);
        var large = stalled("busy", governor);
        publish("quiet");
        for (int i = 0; i < 7; i++) {
            publish("busy");
        }
        loop.runAll();

        assertThat(large.connection().closeReason().orElseThrow().code()).isEqualTo(1013);
        assertThat(small.session().isOpen()).isTrue();
        assertThat(used(governor)).isLessThan(MESSAGE_BYTES + 1_000);
    }

    private static long used(MemoryGovernor governor) {
        return budget(governor).used();
    }

    private static MemoryBudget budget(MemoryGovernor governor) {
        return governor.budget(MemoryKind.OUTBOXES);
    }

    private FakeClient stalled(String channel, MemoryGovernor governor) {
        var client = FakeClient.connect(node, loop, governor);
        client.subscribe(channel);
        loop.runAll();
        client.connection().stall();
        return client;
    }

    /** Connects clients that stop reading before they have received the next publication. */
    private List<FakeClient> stalling(String channel, int count, MemoryGovernor governor) {
        var clients = new ArrayList<FakeClient>();
        for (int i = 0; i < count; i++) {
            var client = FakeClient.connect(node, loop, governor);
            client.subscribe(channel);
            loop.runAll();
            client.connection().onWrite(client.connection()::stall);
            clients.add(client);
        }
        return clients;
    }

    private void publish(String channel) {
        node.publish(channel, Publication.of(Payload.text("x".repeat(MESSAGE_BYTES))), PublishOptions.NONE);
        loop.runAll();
    }
}
